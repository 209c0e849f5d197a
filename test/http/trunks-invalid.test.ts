import t from 'tap'
import { behaviorTest } from '../behavior.ts'
import { assertUnchanged, invalid, statusAndBody } from '../responses.ts'
import { onEachStore } from '../server.ts'

const trunks = '/v1/account/acc_123abc/trunks'
const demo = `${trunks}/trunk_abc123`
const fields = { name: 'Main PBX', auth_type: 'ip' }

const sipReason = 'must be a SIP URI (e.g., sip:pbx.example.com:5060)'
const invalidBodies: [object, string, string][] = [
  [{ auth_type: 'ip' }, 'name', 'required field missing'],
  [{ name: '', auth_type: 'ip' }, 'name', 'must have 1 to 100 characters'],
  [{ name: 'x'.repeat(101), auth_type: 'ip' }, 'name', 'must have 1 to 100 characters'],
  [{ name: '\u{1f600}'.repeat(101), auth_type: 'ip' }, 'name', 'must have 1 to 100 characters'],
  [{ name: 7, auth_type: 'ip' }, 'name', 'must have 1 to 100 characters'],
  [{ name: 'x' }, 'auth_type', 'required field missing'],
  [{ name: 'x', auth_type: 'none' }, 'auth_type', 'must be one of ip, credential'],
  [{ ...fields, termination_uri: 'http://pbx.example.com' }, 'termination_uri', sipReason],
  [{ ...fields, termination_uri: 'sip:' }, 'termination_uri', sipReason],
  [{ ...fields, origination_uris: ['sip:a.example.com', 'pbx.example.com'] }, 'origination_uris.1', sipReason],
  [{ ...fields, origination_uris: ['sip:a b'] }, 'origination_uris.0', sipReason],
  [{ ...fields, origination_uris: 'sip:a.example.com' }, 'origination_uris', 'must be an array of at most 100'],
  [
    { ...fields, origination_uris: Array(101).fill('sip:a.example.com') },
    'origination_uris',
    'must be an array of at most 100',
  ],
  [{ ...fields, max_channels: -1 }, 'max_channels', 'must be an integer from 0 to 1000000'],
  [{ ...fields, max_channels: '5' }, 'max_channels', 'must be an integer from 0 to 1000000'],
]

behaviorTest(t, 'trunk-invalid', t =>
  onEachStore(t, {}, (t, server) =>
    assertUnchanged(t, server, async () => {
      for (const [body, field, reason] of invalidBodies) {
        const created = await server.call('POST', trunks, { body })
        t.strictSame(statusAndBody(created), invalid({ field, reason }), JSON.stringify(body))
        const replaced = await server.call('PUT', demo, { body })
        t.strictSame(statusAndBody(replaced), invalid({ field, reason }), JSON.stringify(body))
      }
      t.equal((await server.call('PATCH', demo, { body: {} })).headers['allow'], 'GET, HEAD, PUT, DELETE')
    }),
  ),
)

t.test('a body with very many errors gets a short response quickly', t =>
  onEachStore(t, {}, async (t, { call }) => {
    const uris = { ...fields, origination_uris: Array(30_000).fill(1) }
    const { status, body } = await call('POST', trunks, { body: uris })
    t.strictSame([status, (body as { error: { details: unknown[] } }).error.details.length], [400, 100])
    const almost = { ...fields, termination_uri: `sip:a${';a'.repeat(1_000)}?` }
    t.strictSame(
      statusAndBody(await call('POST', trunks, { body: almost })),
      invalid({ field: 'termination_uri', reason: sipReason }),
    )
  }),
)
