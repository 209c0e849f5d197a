import t from 'tap'
import { row } from '../behavior.ts'
import { invalid, notFound, number, outcome, unchanged } from '../responses.ts'
import { key, numbers, onEachStore } from '../server.ts'
import { speak } from '../wire.ts'

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

row(t, 'path-unknown', t =>
  onEachStore(t, {}, (t, server) =>
    unchanged(t, server, async () => {
      for (const path of unknown) {
        for (const method of ['GET', 'POST', 'PUT']) {
          const answer = await server.call(
            method,
            path,
            method === 'POST' ? { body: { trunk_id: 'trunk_abc123' } } : {},
          )
          t.strictSame(outcome(answer), notFound('Resource not found'), `${method} ${path}`)
          t.equal(answer.headers['allow'], undefined)
        }
      }
    }),
  ),
)

const encodings = ['%zz', '%', '%2', '%ff', '%c3%28', '%u0041']

t.test('a path with malformed percent-encoding is an invalid request, whatever it leads to', t =>
  onEachStore(t, {}, (t, server) =>
    unchanged(t, server, async () => {
      const expected = invalid({ field: 'path', reason: 'malformed percent-encoding' })
      for (const bad of encodings) {
        for (const path of [`/${bad}`, `${numbers}/${bad}/assign`, `/v1/account/${bad}/numbers`, `${number}${bad}`]) {
          t.strictSame(outcome(await server.call('DELETE', path)), expected, path)
        }
      }
    }),
  ),
)

t.test('a path in another spelling is the same path', t =>
  onEachStore(t, {}, async (t, { call, port }) => {
    const { text, body } = await call('GET', number)
    for (const path of [`${number}?`, `${number}?x=y`, `${number}#fragment`, number.replace('/v1', '/%761')]) {
      t.equal((await call('GET', path)).text, text, path)
    }
    const rest = `HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: Bearer ${key}\r\n\r\n`
    for (const host of ['http://localhost', 'HTTP://example.test:80', 'https://[::1]:4060', 'http://user@h']) {
      const answers = await speak(port, `GET ${host}${number} ${rest}`)
      t.strictSame(answers.map(outcome), [[200, body]], host)
      const [wrong] = await speak(port, `PATCH ${host}${number} ${rest}`)
      t.strictSame([wrong?.status, wrong?.headers['allow']], [405, 'GET, HEAD'], host)
    }
    t.strictSame((await speak(port, `GET http://localhost ${rest}`)).map(outcome), [notFound('Resource not found')])
    t.strictSame((await speak(port, `OPTIONS * ${rest}`)).map(outcome), [notFound('Resource not found')])
  }),
)
