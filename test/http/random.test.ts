import fc from 'fast-check'
import t from 'tap'
import { undescribed } from '../described.ts'
import { number } from '../responses.ts'
import type { Answer, Call, TestServer } from '../server.ts'
import { numbers, onEachStore } from '../server.ts'

const methods = ['GET', 'POST', 'DELETE', 'HEAD', 'PUT', 'PATCH', 'OPTIONS', 'QUERY', 'PROPFIND']
const often = <T>(good: readonly T[], odd: fc.Arbitrary<T>) =>
  fc.oneof({ arbitrary: fc.constantFrom(...good), weight: 3 }, { arbitrary: odd, weight: 1 })

/** What fits into a request line and a header: the rest never gets past a client. */
const visible = fc.string({ unit: fc.integer({ min: 0x21, max: 0x7e }).map(code => String.fromCharCode(code)) })
const segment = fc.oneof(
  visible,
  fc.string({ unit: 'binary' }).map(encodeSafely),
  fc.constantFrom('%zz', '%00', '..', ''),
)

const account = often(['acc_123abc', 'acc_456def'], segment)
const e164 = often(['+14155551234', '%2B919876543210', '+14155550000'], segment)
const query = often(
  ['', '?page=2&per_page=1', '?status=active'],
  visible.map(text => `?${text}`),
)
const destinationId = often(['', '/trunk_abc123', '/trunk_def456', '/app_xyz789', '/app_uvw456'], segment)
const path = fc.oneof(
  { arbitrary: fc.tuple(account, e164, often(['/assign', '/application', ''], segment), query).map(toPath), weight: 5 },
  { arbitrary: fc.tuple(account, query).map(([id, rest]) => `/v1/account/${id}/numbers${rest}`), weight: 1 },
  { arbitrary: fc.tuple(account, destinationId).map(([id, trunk]) => `/v1/account/${id}/trunks${trunk}`), weight: 3 },
  { arbitrary: destinationId.map(id => `/v1/voice/applications${id}`), weight: 2 },
  { arbitrary: fc.array(segment).map(all => `/${all.join('/')}`), weight: 1 },
)

const keys = ['tvx_sk_test_sandbox', 'tvx_sk_live_...', 'tvx_sk_test_other', 'tvx_sk_test_readonly']
const authorization = often(
  keys.map(key => `Bearer ${key}`),
  fc.oneof(
    visible,
    visible.map(text => `Basic ${text}`),
  ),
)
const type = often(['application/json', 'application/json; charset=utf-8'], visible)

const ids = ['trunk_abc123', 'app_xyz789', 'trunk_def456', 'app_uvw456', 'trunk_nowhere']
const id = often(ids, fc.string())
const field = fc.oneof({ arbitrary: id, weight: 4 }, { arbitrary: fc.jsonValue(), weight: 1 })
const assignment = fc.record({ trunk_id: field, application_id: field }, { requiredKeys: [] })
const uri = often(['sip:pbx.example.com', 'http://localhost:3000/'], fc.string())
const value = fc.oneof(uri, fc.constantFrom('ip', 'credential', 'GET', 'POST', null), fc.nat(), fc.array(uri))
const fields = ['name', 'auth_type', 'termination_uri', 'origination_uris', 'max_channels', 'answer_url', 'hangup_url']
const described = fc.record(Object.fromEntries(fields.map(name => [name, value])), { requiredKeys: [] })
const trunk = described.map(each => ({ ...each, name: 'PBX', auth_type: 'ip' }))
const body = fc.oneof(
  { arbitrary: assignment.map(each => JSON.stringify(each)), weight: 4 },
  { arbitrary: fc.oneof(trunk, described).map(each => JSON.stringify(each)), weight: 3 },
  { arbitrary: fc.json(), weight: 1 },
  { arbitrary: fc.string({ unit: 'binary' }), weight: 1 },
)

/** Any part of it may be odd. */
const odd = fc.record({ method: fc.constantFrom(...methods), path, authorization, type, body })
/** As it should be, so that what it is about may be there or not. */
const even = fc.record({
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
const sent = fc.oneof(odd, even)

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

/** All that both accounts have. */
async function readAll({ call }: TestServer): Promise<string> {
  const answers = accounts.map(([path, key]) => call('GET', path, { headers: { authorization: `Bearer ${key}` } }))
  return (await Promise.all(answers)).map(({ text }) => text).join()
}

/** The vendor's envelope, and nothing besides. */
function isEnvelope({ headers, body }: Answer): boolean {
  const { error, ...rest } = body as { error: { code: string; message: string; details?: unknown[] } }
  const { code, message, details, ...more } = error
  const faults = (details ?? [{ field: '', reason: '' }]) as object[]
  return (
    headers['content-type'] === 'application/json; charset=utf-8' &&
    Object.keys({ ...rest, ...more }).length === 0 &&
    /^[A-Z_]+$/.test(code) &&
    message !== '' &&
    faults.length > 0 &&
    faults.every(fault => Object.keys(fault).join() === 'field,reason')
  )
}

t.test('whatever is sent, nothing breaks, and what is refused or read changes nothing', t =>
  onEachStore(t, {}, async (t, server) => {
    let [granted, refused, state] = [0, 0, await readAll(server)]
    const holds = fc.asyncProperty(sent, async ({ method, path, authorization, type, body }) => {
      const hasBody = !['GET', 'HEAD'].includes(method)
      const headers = { authorization, ...(hasBody && { 'content-type': type }) }
      const call: Call = hasBody ? { headers, body } : { headers }
      const answer = await server.call(method, path, call)
      const wrong = method === 'HEAD' ? null : undescribed(method, path, answer)
      if (wrong !== null) throw new Error(`not as the OpenAPI document has it: ${wrong}`)
      if (answer.status >= 500) throw new Error(`${answer.status} ${answer.text}`)
      const isGranted = answer.status < 400
      if (!isGranted && method !== 'HEAD' && !isEnvelope(answer)) throw new Error(`no envelope: ${answer.text}`)
      const before = state
      state = await readAll(server)
      if (isGranted && ['POST', 'DELETE', 'PUT', 'PATCH'].includes(method)) granted += 1
      else if (state !== before) throw new Error(`it has changed ${before} to ${state}`)
      if (!isGranted) refused += 1
    })
    await fc.assert(holds, { numRuns: 200 })
    t.ok(granted > 0 && refused > 0, `${granted} changes granted, ${refused} requests refused`)
    t.strictSame(server.unforeseen, [])
    t.equal((await server.call('GET', number)).status, 200)
  }),
)
