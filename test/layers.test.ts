import { dirname, join } from 'node:path/posix'
import t from 'tap'
import { files } from './tree.ts'

/** The floors, from the ground up; what stands in `src` itself is the roof. */
const floors = [
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

function floor(path: string): number {
  return floors.findIndex(rooms => rooms.includes(folder(path)))
}

t.test('every folder stands on a floor', async t => {
  t.strictSame(
    imports.filter(({ from, to }) => floor(from) === -1 || floor(to) === -1),
    [],
  )
})

t.test('a file imports from its own folder and from floors below, never above and never sideways', async t => {
  const wrong = imports.filter(({ from, to }) => folder(from) !== folder(to) && floor(to) >= floor(from))
  t.strictSame(wrong, [])
  t.ok(imports.length > 50)
})

t.test('the rule and the ledger import nothing from outside', async t => {
  const ground = files('src/{domain,behaviors}/*.ts').filter(({ text }) => /from '[^.]/.test(text))
  t.strictSame(ground, [])
})

t.test('no file imports itself by way of others', async t => {
  const reached = (path: string, seen: Set<string>): boolean => {
    if (seen.has(path)) return false
    seen.add(path)
    return imports.filter(({ from }) => from === path).some(({ to }) => to === start || reached(to, seen))
  }
  let start = ''
  const circular = [...new Set(imports.map(({ from }) => from))].filter(path => {
    start = path
    return reached(path, new Set())
  })
  t.strictSame(circular, [])
})
