import t from 'tap'
import { readSeed } from '../src/store/seed-check.ts'
import { readCurl, sendCurl } from './curl.ts'
import { onEachStore } from './server.ts'
import { read } from './tree.ts'

const readme = read('README.md')
const { scripts } = JSON.parse(read('package.json'))

t.test('the README lists the scripts of package.json, except prepare', async t => {
  const listed = [...readme.matchAll(/^\| `npm (?:run )?(\w+)[ \d]*` \|/gm)].map(match => match[1])
  t.strictSame(
    listed,
    Object.keys(scripts).filter(script => script !== 'prepare'),
  )
})

t.test('every file linked from the README exists', async t => {
  const links = [...readme.matchAll(/\]\(((?!http|#)[^)]+)\)/g)].map(match => match[1] ?? '')
  for (const link of links.filter(link => link !== 'openapi')) t.ok(read(link))
  t.ok(links.length > 0)
})

t.test('the README has fewer than 360 lines, without the generated parts', async t => {
  const handwritten = readme.replace(/<!-- (\w+): made by[\s\S]*?<!-- \/\1 -->/g, '')
  t.ok(handwritten.split('\n').length < 360)
})

t.test('the examples of the README, in order, have the responses in the README', t =>
  onEachStore(t, {}, async (t, server) => {
    const blocks = [...readme.matchAll(/```sh\n(curl --request .*?)\n```\n\n(?:[^`]*\n\n)?```json\n(.*?)\n```/gs)]
    for (const [, curl = '', expected] of blocks) t.equal((await sendCurl(server, readCurl(curl))).text, expected, curl)
    t.equal(blocks.length, 4)
  }),
)

t.test('the seed in the README is valid', async t => {
  const [, json = ''] = /```json\n(\{\n {2}"accounts".*?)\n```/s.exec(readme) ?? []
  t.ok(readSeed(JSON.parse(json)).numbers.has('+14155559876'))
})

t.test('the lock file prevents older versions of npm from compiling better-sqlite3', async t => {
  const { packages } = JSON.parse(read('package-lock.json'))
  t.equal(packages['node_modules/better-sqlite3'].gypfile, false)
})
