import { dirname, join } from 'node:path/posix'
import t from 'tap'
import { files } from './tree.ts'

/** The layers of folders, from the lowest to the highest. `.` is `src` itself. */
const layers = [
  ['base', 'domain', 'behaviors'],
  ['store', 'conformance'],
  ['http', 'network'],
  ['sandbox'],
  ['sandbox/control'],
  ['settings', 'client', 'pages', 'report'],
  ['server'],
  ['exec'],
  ['command'],
  ['.'],
]

const imports = files('src/**/*.ts').flatMap(({ path, text }) =>
  [...text.matchAll(/(?:from |import\()'(\.[^']+)'/g)].map(match => ({
    from: path,
    to: join(dirname(path), match[1] ?? ''),
  })),
)

function folder(path: string): string {
  return dirname(path).replace(/^src\/?/, '') || '.'
}

function layerOf(path: string): number {
  return layers.findIndex(folders => folders.includes(folder(path)))
}

t.test('every folder belongs to a layer', async t => {
  t.strictSame(
    imports.filter(({ from, to }) => layerOf(from) === -1 || layerOf(to) === -1),
    [],
  )
})

t.test('a file imports only from its own folder and from lower layers', async t => {
  const violations = imports.filter(({ from, to }) => folder(from) !== folder(to) && layerOf(to) >= layerOf(from))
  t.strictSame(violations, [])
  t.ok(imports.length > 50)
})

t.test('the domain and the behaviors import no packages', async t => {
  const violations = files('src/{domain,behaviors}/*.ts').filter(({ text }) => /from '[^.]/.test(text))
  t.strictSame(violations, [])
})

t.test('there are no circular imports', async t => {
  const reachesStart = (path: string, visited: Set<string>): boolean => {
    if (visited.has(path)) return false
    visited.add(path)
    return imports.filter(({ from }) => from === path).some(({ to }) => to === start || reachesStart(to, visited))
  }
  let start = ''
  const circular = [...new Set(imports.map(({ from }) => from))].filter(path => {
    start = path
    return reachesStart(path, new Set())
  })
  t.strictSame(circular, [])
})
