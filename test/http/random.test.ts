import fc from 'fast-check'
import t from 'tap'
import { findMismatch } from '../openapi-match.ts'
import { number } from '../responses.ts'
import type { CallOptions, TestResponse, TestServer } from '../server.ts'
import { numbers, onEachStore } from '../server.ts'

const methods = ['GET', 'POST', 'DELETE', 'HEAD', 'PUT', 'PATCH', 'OPTIONS', 'QUERY', 'PROPFIND']
const mostly = <T>(usual: readonly T[], unusual: fc.Arbitrary<T>) =>
  fc.oneof({ arbitrary: fc.constantFrom(...usual), weight: 3 }, { arbitrary: unusual, weight: 1 })

/** Characters that are valid in a request line and a header. HTTP clients reject all others. */
const visible = fc.string({ unit: fc.integer({ min: 0x21, max: 0x7e }).map(code => String.fromCharCode(code)) })
const segment = fc.oneof(
  visible,
  fc.string({ unit: 'binary' }).map(encodeSafely),
  fc.constantFrom('%zz', '%00', '..', ''),
)

const account = mostly(['acc_123abc', 'acc_456def'], segment)
const e164 = mostly(['+14155551234', '%2B919876543210', '+14155550000'], segment)
const query = mostly(
  ['', '?page=2&per_page=1', '?status=active'],
  visible.map(text => `?${text}`),
)
const destinationId = mostly(['', '/trunk_abc123', '/trunk_def456', '/app_xyz789', '/app_uvw456'], segment)
const path = fc.oneof(
  {
    arbitrary: fc.tuple(account, e164, mostly(['/assign', '/application', ''], segment), query).map(toPath),
    weight: 5,
  },
  { arbitrary: fc.tuple(account, query).map(([id, rest]) => `/v1/account/${id}/numbers${rest}`), weight: 1 },
  { arbitrary: fc.tuple(account, destinationId).map(([id, trunk]) => `/v1/account/${id}/trunks${trunk}`), weight: 3 },
  { arbitrary: destinationId.map(id => `/v1/voice/applications${id}`), weight: 2 },
  { arbitrary: fc.array(segment).map(all => `/${all.join('/')}`), weight: 1 },
)

const keys = ['tvx_sk_test_sandbox', 'tvx_sk_live_...', 'tvx_sk_test_other', 'tvx_sk_test_readonly']
const authorization = mostly(
  keys.map(key => `Bearer ${key}`),
  fc.oneof(
    visible,
    visible.map(text => `Basic ${text}`),
  ),
)
const type = mostly(['application/json', 'application/json; charset=utf-8'], visible)

const ids = ['trunk_abc123', 'app_xyz789', 'trunk_def456', 'app_uvw456', 'trunk_unknown']
const id = mostly(ids, fc.string())
const field = fc.oneof({ arbitrary: id, weight: 4 }, { arbitrary: fc.jsonValue(), weight: 1 })
const assignment = fc.record({ trunk_id: field, application_id: field }, { requiredKeys: [] })
const uri = mostly(['sip:pbx.example.com', 'http://localhost:3000/'], fc.string())
const value = fc.oneof(uri, fc.constantFrom('ip', 'credential', 'GET', 'POST', null), fc.nat(), fc.array(uri))
const fields = ['name', 'auth_type', 'termination_uri', 'origination_uris', 'max_channels', 'answer_url', 'hangup_url']
const destination = fc.record(Object.fromEntries(fields.map(name => [name, value])), { requiredKeys: [] })
const trunk = destination.map(each => ({ ...each, name: 'PBX', auth_type: 'ip' }))
const body = fc.oneof(
  { arbitrary: assignment.map(each => JSON.stringify(each)), weight: 4 },
  { arbitrary: fc.oneof(trunk, destination).map(each => JSON.stringify(each)), weight: 3 },
  { arbitrary: fc.json(), weight: 1 },
  { arbitrary: fc.string({ unit: 'binary' }), weight: 1 },
)

/** Requests in which any part can be invalid. */
const unusualRequest = fc.record({ method: fc.constantFrom(...methods), path, authorization, type, body })
/** Valid requests. The resources in them do not always exist. */
const validRequest = fc.record({
  method: fc.constantFrom('POST', 'DELETE'),
  path: fc
    .constantFrom('+14155551234', '+919876543210', '+14155550000')
    .chain(e164 => fc.constantFrom('assign', 'application').map(kind => `${numbers}/${e164}/${kind}`)),
  authorization: fc.constantFrom(...keys.map(key => `Bearer ${key}`)),
  type: fc.constant('application/json'),
  body: fc
    .record({ trunk_id: fc.constantFrom(...ids), application_id: fc.constantFrom(...ids) })
    .map(each => JSON.stringify(each)),
})
const anyRequest = fc.oneof(unusualRequest, validRequest)

function encodeSafely(text: string): string {
  return encodeURIComponent(text.toWellFormed())
}

function toPath([account, e164, rest, query]: [string, string, string, string]): string {
  return `/v1/account/${account}/numbers/${e164}${rest}${query}`
}

const trunks = '/v1/account/acc_123abc/trunks'
const accounts = [
  [numbers, keys[0]],
  [trunks, keys[0]],
  ['/v1/voice/applications/app_xyz789', keys[0]],
  [numbers.replace('acc_123abc', 'acc_456def'), keys[2]],
  [trunks.replace('acc_123abc', 'acc_456def'), keys[2]],
  ['/v1/voice/applications/app_uvw456', keys[2]],
] as const

/** The state of both accounts. */
async function readAll({ call }: TestServer): Promise<string> {
  const responses = accounts.map(([path, key]) => call('GET', path, { headers: { authorization: `Bearer ${key}` } }))
  return (await Promise.all(responses)).map(({ text }) => text).join()
}

/** Whether the body is an error in the vendor's format, without other fields. */
function isVendorError({ headers, body }: TestResponse): boolean {
  const { error, ...rest } = body as { error: { code: string; message: string; details?: unknown[] } }
  const { code, message, details, ...more } = error
  const list = (details ?? [{ field: '', reason: '' }]) as object[]
  return (
    headers['content-type'] === 'application/json; charset=utf-8' &&
    Object.keys({ ...rest, ...more }).length === 0 &&
    /^[A-Z_]+$/.test(code) &&
    message !== '' &&
    list.length > 0 &&
    list.every(detail => Object.keys(detail).join() === 'field,reason')
  )
}

t.test('random requests cause no server error, and reads and rejected requests change nothing', t =>
  onEachStore(t, {}, async (t, server) => {
    let [accepted, rejected, state] = [0, 0, await readAll(server)]
    const property = fc.asyncProperty(anyRequest, async ({ method, path, authorization, type, body }) => {
      const hasBody = !['GET', 'HEAD'].includes(method)
      const headers = { authorization, ...(hasBody && { 'content-type': type }) }
      const call: CallOptions = hasBody ? { headers, body } : { headers }
      const response = await server.call(method, path, call)
      const mismatch = method === 'HEAD' ? null : findMismatch(method, path, response)
      if (mismatch !== null) throw new Error(`the response does not match the OpenAPI document: ${mismatch}`)
      if (response.status >= 500) throw new Error(`${response.status} ${response.text}`)
      const isSuccess = response.status < 400
      if (!isSuccess && method !== 'HEAD' && !isVendorError(response))
        throw new Error(`not an error in the vendor's format: ${response.text}`)
      const before = state
      state = await readAll(server)
      if (isSuccess && ['POST', 'DELETE', 'PUT', 'PATCH'].includes(method)) accepted += 1
      else if (state !== before) throw new Error(`the state changed from ${before} to ${state}`)
      if (!isSuccess) rejected += 1
    })
    await fc.assert(property, { numRuns: 200 })
    t.ok(accepted > 0 && rejected > 0, `${accepted} changes accepted, ${rejected} requests rejected`)
    t.strictSame(server.unexpectedErrors, [])
    t.equal((await server.call('GET', number)).status, 200)
  }),
)
