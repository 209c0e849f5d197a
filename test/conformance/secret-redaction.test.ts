import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import t from 'tap'
import { containsWord, encodings, jsonEncodings } from '../secret-samples.ts'
import { conformance, demoTarget, ids, urlOf } from './run.ts'

const key = 'QXkey/with+separators=='

t.test('if a server returns the key in any text, name or position, no result contains it', async t => {
  const ways = Object.values({ ...encodings, ...jsonEncodings, plain: (key: string) => key })
  let count = 0
  const server = createServer((request, response) => {
    const encodedKey = ways[count++ % ways.length]?.(key) ?? ''
    const text = `${'x'.repeat(40 + (count % 61))} ${encodedKey}`
    const { authorization } = request.headers
    const body = {
      [text]: text,
      [encodedKey]: [encodedKey],
      [key]: { authorization },
      long: count % 2 && 'x'.repeat(3_000),
    }
    // Every third body is plain text.
    const isText = count % 3 === 0
    response.setHeader('content-type', 'application/json').end(isText ? text : JSON.stringify(body))
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.teardown(() => server.close())
  const { port } = server.address() as AddressInfo
  const report = await conformance(port, { target: { ...demoTarget, key, url: urlOf(port) } })
  t.ok(ids(report, 'differs').length > 20)
  const texts = [...report.results.map(result => JSON.stringify(result)), ...report.leftovers]
  t.strictSame(
    texts.filter(each => containsWord(each, 'QX')),
    [],
  )
})
