import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import t from 'tap'
import { encodings, holds, jsonEncodings } from '../secret-samples.ts'
import { conformance, demoTarget, ids, urlOf } from './run.ts'

const key = 'QXkey/with+separators=='

t.test('a server that repeats the key, in any text or name and across any limit, brings it into no result', async t => {
  const ways = Object.values({ ...encodings, ...jsonEncodings, plain: (key: string) => key })
  let count = 0
  const server = createServer((request, response) => {
    const written = ways[count++ % ways.length]?.(key) ?? ''
    const text = `${'x'.repeat(40 + (count % 61))} ${written}`
    const { authorization } = request.headers
    const body = { [text]: text, [written]: [written], [key]: { authorization }, long: count % 2 && 'x'.repeat(3_000) }
    // What is none of these is a text as it is.
    const isText = count % 3 === 0
    response.setHeader('content-type', 'application/json').end(isText ? text : JSON.stringify(body))
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.teardown(() => server.close())
  const { port } = server.address() as AddressInfo
  const report = await conformance(port, { target: { ...demoTarget, key, url: urlOf(port) } })
  t.ok(ids(report, 'differs').length > 20)
  const told = [...report.results.map(result => JSON.stringify(result)), ...report.left]
  t.strictSame(
    told.filter(each => holds(each, 'QX')),
    [],
  )
})
