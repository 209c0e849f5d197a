import { readFileSync } from 'node:fs'
import t from 'tap'
import type { Curl } from './curl.ts'
import { readCurl, sendCurl } from './curl.ts'
import type { TestServer } from './server.ts'
import { onEachStore } from './server.ts'

/** An example of the vendor's page: a request and its response. */
interface Example {
  readonly title: string
  /** The method and the path pattern under "Endpoint". */
  readonly endpoint: string
  readonly curl: Curl
  /** The body without white space, because the page formats it. */
  readonly responseBody: string
}

const page = readFileSync(new URL('page.txt', import.meta.url), 'utf8')
const examples = page.trimEnd().split('\n\n').map(readExample)

function readExample(text: string): Example {
  const [, title = '', endpoint = '', curl = '', response = ''] =
    /^([^\n]*)\n([^\n]*)\n(curl .*)\nResponse\n(.*)$/s.exec(text) ?? []
  return {
    title,
    endpoint,
    curl: readCurl(curl),
    responseBody: response.replace(/\s(?=(?:[^"]*"[^"]*")*[^"]*$)/g, ''),
  }
}

/** Sends an example with only the host changed, at the time of its response. */
async function send(server: TestServer, { curl, responseBody }: Example): Promise<string> {
  server.now = JSON.parse(responseBody).updated_at
  const { status, text } = await sendCurl(server, curl)
  return `${status} ${text}`
}

/** Prepares the state of an example: the number must be assigned, or `updated_at` would not change. */
async function prepare(server: TestServer, { title }: Example): Promise<void> {
  const before = { 'Unassign from Trunk': examples[0], 'Unassign from Application': examples[1] }[title]
  if (before !== undefined) await send(server, before)
}

t.test('the page has four examples, one for each endpoint', async t => {
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
  t.test(`the response to "${example.title}" is the one on the page`, t =>
    onEachStore(t, {}, async (t, server) => {
      await prepare(server, example)
      t.equal(await send(server, example), `200 ${example.responseBody}`)
    }),
  )
}

t.test('the examples in the order of the page have the responses on the page', t =>
  onEachStore(t, {}, async (t, server) => {
    for (const example of examples) {
      await prepare(server, example)
      t.equal(await send(server, example), `200 ${example.responseBody}`, example.title)
    }
  }),
)

t.test('without preparation, the third example changes nothing, and the fourth unassigns the application', t =>
  onEachStore(t, {}, async (t, server) => {
    const responses = []
    for (const example of examples) responses.push(await send(server, example))
    const [first, second, third, fourth] = examples.map(({ responseBody }) => `200 ${responseBody}`)
    const unchanged = second?.replace('}', ',"message":"Trunk unassigned successfully"}')
    t.strictSame(responses, [first, second, unchanged, fourth])
    t.not(third, unchanged)
  }),
)
