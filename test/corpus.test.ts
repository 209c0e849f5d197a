import t from 'tap'
import { differences } from './corpus/compare.ts'
import { groups } from './corpus/groups.ts'
import { readLines } from './corpus/line.ts'
import { Translation } from './corpus/translate.ts'
import { words } from './corpus/words.ts'

const translation = new Translation(words)
const minCases = 2_000
/** How many differences a failure shows; `npm run corpus words` prints all. */
const maxShown = 5

t.jobs = 3

for (const { name, record, onFile = false } of groups) {
  for (const store of onFile ? (['memory', 'file'] as const) : (['memory'] as const)) {
    t.test(`${name}: the output equals the recording (${store})`, async t => {
      const found = differences(readLines(name), await record(store), translation)
      t.strictSame(found.slice(0, maxShown), [])
      t.equal(found.length, 0)
    })
  }
}

t.test('the corpus has at least 2,000 requests and command lines, and every translation is used', async t => {
  const lines = groups.flatMap(({ name }) => readLines(name))
  const cases = lines.filter(line => 'request' in line || 'wire' in line || 'run' in line)
  t.ok(cases.length >= minCases, `${cases.length} cases`)
  const all = new Translation(words)
  for (const line of lines) all.line(line)
  t.strictSame(all.unused, [])
})

t.test('a translation replaces names and sentences, but under /v1 only X-Sandbox headers', async t => {
  const translated = new Translation([
    { where: 'header', from: 'x-sandbox-room', to: 'x-sandbox-namespace' },
    { where: 'query', from: 'room', to: 'namespace' },
    { where: 'path', from: '/_sandbox/rules', to: '/_sandbox/behaviors' },
    { where: 'field', from: 'room', to: 'namespace' },
    { where: 'value', field: 'basis', from: 'chosen', to: 'assumed' },
    { where: 'flag', from: '--rooms', to: '--namespaces' },
    { where: 'text', from: '{0} is in the room {1}, not in {2}', to: 'namespace {1} has {0}; {2} does not' },
  ])
  const head = {
    'content-type': 'text/plain',
    'x-sandbox-room': 'one',
    'x-sandbox-hint': 'a is in the room b, not in c',
  }
  const newHead = {
    'content-type': 'text/plain',
    'x-sandbox-hint': 'namespace b has a; c does not',
    'x-sandbox-namespace': 'one',
  }
  const answer = { room: 'a is in the room b, not in c', basis: 'chosen', why: 'chosen', request_body: { room: 1 } }
  t.strictSame(translated.line({ request: 'GET /v1/a?room=1', status: 200, head, answer }), {
    request: 'GET /v1/a?room=1',
    status: 200,
    head: newHead,
    answer,
  })
  t.strictSame(translated.line({ request: 'GET /_sandbox/rules?a=1&room=*', status: 200, head, answer }), {
    request: 'GET /_sandbox/behaviors?a=1&namespace=*',
    status: 200,
    head: newHead,
    answer: { namespace: 'namespace b has a; c does not', basis: 'assumed', why: 'chosen', request_body: { room: 1 } },
  })
  const run = { code: 1, stdout: ['See --rooms and ?room=1, X-Sandbox-Room.'], stderr: ['--rooms-total'] }
  t.strictSame(translated.line({ run: ['--rooms=5'], ...run }), {
    run: ['--namespaces=5'],
    code: 1,
    stdout: ['See --namespaces and ?namespace=1, X-Sandbox-Namespace.'],
    stderr: ['--rooms-total'],
  })
  t.strictSame(translated.unused, [])
})
