import { readFileSync } from 'node:fs'
import t from 'tap'
import type { Curl } from './curl.ts'
import { readCurl, sendCurl } from './curl.ts'
import type { TestServer } from './server.ts'
import { onEachStore } from './server.ts'

/** One of the page's examples: what it sends and what it is answered. */
interface Example {
  readonly title: string
  /** The method and the path's pattern, as they stand under "Endpoint". */
  readonly endpoint: string
  readonly curl: Curl
  /** But for white space, which the page does not show as it is sent. */
  readonly answer: string
}

const page = readFileSync(new URL('page.txt', import.meta.url), 'utf8')
const examples = page.trimEnd().split('\n\n').map(readExample)

function readExample(text: string): Example {
  const [, title = '', endpoint = '', curl = '', answer = ''] =
    /^([^\n]*)\n([^\n]*)\n(curl .*)\nResponse\n(.*)$/s.exec(text) ?? []
  return {
    title,
    endpoint,
    curl: readCurl(curl),
    answer: answer.replace(/\s(?=(?:[^"]*"[^"]*")*[^"]*$)/g, ''),
  }
}

/** Sends the example with nothing but the host changed, on a clock that shows the time of its answer. */
async function send(server: TestServer, { curl, answer }: Example): Promise<string> {
  server.now = JSON.parse(answer).updated_at
  const { status, text } = await sendCurl(server, curl)
  return `${status} ${text}`
}

/** Where the number goes when an example begins: somewhere, or the answer would bear the time of the change before. */
async function begin(server: TestServer, { title }: Example): Promise<void> {
  const before = { 'Unassign from Trunk': examples[0], 'Unassign from Application': examples[1] }[title]
  if (before !== undefined) await send(server, before)
}

t.test('the page has four examples, each of its endpoint', async t => {
  const endpoints = examples.map(({ curl: { method, url } }) => {
    const path = url.pathname.replace('acc_123abc', '{account_id}').replace('+14155551234', '{e164}')
    return `${method} ${path}`
  })
  t.strictSame(endpoints, [
    'POST /v1/account/{account_id}/numbers/{e164}/assign',
    'POST /v1/account/{account_id}/numbers/{e164}/application',
    'DELETE /v1/account/{account_id}/numbers/{e164}/assign',
    'DELETE /v1/account/{account_id}/numbers/{e164}/application',
  ])
  t.strictSame(
    endpoints,
    examples.map(({ endpoint }) => endpoint),
  )
})

for (const example of examples) {
  t.test(`"${example.title}" is answered as on the page`, t =>
    onEachStore(t, {}, async (t, server) => {
      await begin(server, example)
      t.equal(await send(server, example), `200 ${example.answer}`)
    }),
  )
}

t.test('the examples in the order of the page, each from where it begins', t =>
  onEachStore(t, {}, async (t, server) => {
    for (const example of examples) {
      await begin(server, example)
      t.equal(await send(server, example), `200 ${example.answer}`, example.title)
    }
  }),
)

t.test('straight after one another the third finds no trunk, and leaves the application to the fourth', t =>
  onEachStore(t, {}, async (t, server) => {
    const answers = []
    for (const example of examples) answers.push(await send(server, example))
    const [first, second, third, fourth] = examples.map(({ answer }) => `200 ${answer}`)
    const untouched = second?.replace('}', ',"message":"Trunk unassigned successfully"}')
    t.strictSame(answers, [first, second, untouched, fourth])
    t.not(third, untouched)
  }),
)
