import t from 'tap'
import { behaviorTest } from '../behavior.ts'
import { assertUnchanged, invalid, notFound, number, statusAndBody } from '../responses.ts'
import { key, numbers, onEachStore } from '../server.ts'
import { sendBytes } from '../wire.ts'

const unknown = [
  '/',
  '/v1',
  '/v1/',
  '/v1/account',
  '/v1/account/acc_123abc',
  '/v2/account/acc_123abc/numbers',
  numbers.replace('/v1', '/V1'),
  numbers.replace('account', 'accounts'),
  `${numbers}/`,
  `${number}/`,
  `${number}/assign/`,
  `${number}/application/`,
  `${number}/assignments`,
  `${number}/Assign`,
  `${number}/assign/extra`,
  `${number}//assign`,
  `${numbers}//assign`,
  `${numbers}//+14155551234/assign`,
  number.replace('/acc_123abc', '/'),
  numbers.replace('/acc_123abc', ''),
  numbers.replace('/acc_123abc', '/'),
  `/${number}/assign`,
  '//',
  '/healthz/',
  '/openapi',
  '/openapi.xml',
  '/openapixjson',
  '/constructor',
  '/v1%2Faccount%2Facc_123abc%2Fnumbers',
  `${number}%00/assign/x`,
  `/${'x'.repeat(10_000)}`,
]

behaviorTest(t, 'path-unknown', t =>
  onEachStore(t, {}, (t, server) =>
    assertUnchanged(t, server, async () => {
      for (const path of unknown) {
        for (const method of ['GET', 'POST', 'PUT']) {
          const response = await server.call(
            method,
            path,
            method === 'POST' ? { body: { trunk_id: 'trunk_abc123' } } : {},
          )
          t.strictSame(statusAndBody(response), notFound('Resource not found'), `${method} ${path}`)
          t.equal(response.headers['allow'], undefined)
        }
      }
    }),
  ),
)

const encodings = ['%zz', '%', '%2', '%ff', '%c3%28', '%u0041']

t.test('the response to a path with malformed percent-encoding is 400 on every route', t =>
  onEachStore(t, {}, (t, server) =>
    assertUnchanged(t, server, async () => {
      const expected = invalid({ field: 'path', reason: 'malformed percent-encoding' })
      for (const malformed of encodings) {
        for (const path of [
          `/${malformed}`,
          `${numbers}/${malformed}/assign`,
          `/v1/account/${malformed}/numbers`,
          `${number}${malformed}`,
        ]) {
          t.strictSame(statusAndBody(await server.call('DELETE', path)), expected, path)
        }
      }
    }),
  ),
)

t.test('other notations of a path have the same response', t =>
  onEachStore(t, {}, async (t, { call, port }) => {
    const { text, body } = await call('GET', number)
    for (const path of [`${number}?`, `${number}?x=y`, `${number}#fragment`, number.replace('/v1', '/%761')]) {
      t.equal((await call('GET', path)).text, text, path)
    }
    const rest = `HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: Bearer ${key}\r\n\r\n`
    for (const host of ['http://localhost', 'HTTP://example.test:80', 'https://[::1]:4060', 'http://user@h']) {
      const responses = await sendBytes(port, `GET ${host}${number} ${rest}`)
      t.strictSame(responses.map(statusAndBody), [[200, body]], host)
      const [notAllowed] = await sendBytes(port, `PATCH ${host}${number} ${rest}`)
      t.strictSame([notAllowed?.status, notAllowed?.headers['allow']], [405, 'GET, HEAD'], host)
    }
    t.strictSame((await sendBytes(port, `GET http://localhost ${rest}`)).map(statusAndBody), [
      notFound('Resource not found'),
    ])
    t.strictSame((await sendBytes(port, `OPTIONS * ${rest}`)).map(statusAndBody), [notFound('Resource not found')])
  }),
)
