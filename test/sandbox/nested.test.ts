import t from 'tap'
import { invalid, number, statusAndBody } from '../responses.ts'
import { read } from '../tree.ts'
import { withSandbox } from './open.ts'

const tooDeep = invalid({ field: 'body', reason: 'must not nest deeper than 64 levels' })
const nested = (levels: number) => '['.repeat(levels) + ']'.repeat(levels)

interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, { readonly requestBody?: unknown }>>>>
}

const example: Readonly<Record<string, string>> = {
  account_id: 'acc_123abc',
  e164: '+14155551234',
  trunk_id: 'trunk_abc123',
  application_id: 'app_xyz789',
}

/** The method and an example path of each documented operation with a body. */
function operationsWithBody(file: string): { method: string; path: string }[] {
  const { paths } = JSON.parse(read(file)) as Document
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods)
      .filter(([, { requestBody }]) => requestBody !== undefined)
      .map(([method]) => ({
        method: method.toUpperCase(),
        path: path.replace(/\{(\w+)\}/g, (_, name) => example[name] ?? '1'),
      })),
  )
}

t.test('every operation with a body rejects one that nests deeper than 64 levels', t =>
  withSandbox(t, {}, async (t, { call, control, unexpectedErrors }) => {
    const before = await control('GET', '/state')
    const operations = ['openapi/openapi.json', 'openapi/control-api.json'].flatMap(operationsWithBody)
    t.equal(operations.length, 12)
    for (const { method, path } of operations) {
      for (const body of [`{"x":${nested(64)}}`, `{"x":${nested(5_000)}}`, nested(30_000)]) {
        t.strictSame(statusAndBody(await call(method, path, { body })), tooDeep, `${method} ${path}`)
      }
    }
    t.strictSame((await control('GET', '/state')).body, before.body)
    t.strictSame(unexpectedErrors, [])
  }),
)

t.test('a fault with a body that nests too deep is rejected, and one with 64 levels works', t =>
  withSandbox(t, {}, async (t, { call, control, unexpectedErrors }) => {
    const setFault = (levels: number, more = '') =>
      control('POST', '/faults', { body: `{"effect":{"status":500,"body":${nested(levels)}},"times":1${more}}` })
    t.strictSame(statusAndBody(await setFault(5_000)), tooDeep)
    t.strictSame(statusAndBody(await setFault(5_000, ',"probability":1')), tooDeep)
    t.strictSame(statusAndBody(await control('GET', '/faults')), [200, { faults: [] }])
    t.equal((await call('GET', number)).status, 200)
    t.equal((await setFault(62, ',"probability":1')).status, 200)
    const response = await call('GET', number)
    t.strictSame([response.status, response.text], [500, nested(62)])
    t.strictSame(unexpectedErrors, [])
  }),
)

t.test('a nested body is recorded as text, and verifications can compare it', t =>
  withSandbox(t, {}, async (t, { call, control, unexpectedErrors }) => {
    const nestedBody = `{"trunk_id":"trunk_abc123","x":${nested(900)}}`
    const secret = `{"trunk_id":"trunk_abc123","secret":"mine","x":${nested(5_000)}}`
    for (const body of [nestedBody, secret]) {
      t.strictSame(statusAndBody(await call('POST', `${number}/assign`, { body })), tooDeep)
    }
    t.match((await control('GET', '/requests')).body, {
      requests: [{ request_body: nestedBody }, { request_body: '***' }],
    })
    const pattern = `{"body":{"trunk_id":"trunk_abc123","x":${nested(60)}}}`
    t.match((await control('POST', '/verify', { body: pattern })).body, { matched: 0 })
    t.strictSame(unexpectedErrors, [])
  }),
)
