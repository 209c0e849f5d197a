import type { CorpusClient } from '../client.ts'
import { applications, india, keys, numbers, pbx, toTrunk, trunks, us } from './operations.ts'

const plus = ['+14155551234', '%2B14155551234', '%2b14155551234', '+1%34155551234']
const malformed = [
  '14155551234',
  '%2014155551234',
  '%20+14155551234',
  '+04155551234',
  '+1',
  '+141555',
  '+1415555',
  '+123456789012345',
  '+1234567890123456',
  '+1415555123a',
  '+1%20415%20555%201234',
  '+1-415-555-1234',
  '(415)5551234',
  'abc',
  '+',
  '%2B%2B14155551234',
  '+14155551234%0A',
  '%00',
  '+1415555123%D9%A4',
  `+${'1'.repeat(3_000)}`,
]
const absent = ['+14155550000', '+14155551235', '+14155559999', '+15005550111', '+919876543211']

/** Every spelling of the number in the path, for each operation on a number. */
export async function numberPaths(client: CorpusClient): Promise<void> {
  for (const number of [...plus, ...malformed, ...absent]) {
    const path = `${numbers}/${number}`
    await client.api('GET', path)
    await client.api('POST', `${path}/assign`, { body: toTrunk })
    await client.api('DELETE', `${path}/assign`)
    await client.api('POST', `${path}/application`, { body: { application_id: 'app_xyz789' } })
    await client.api('DELETE', `${path}/application`)
  }
  await client.control('POST', '/reset')
}

const unreadable: readonly unknown[] = [
  undefined,
  '',
  ' ',
  '{',
  '{"trunk_id": "trunk_abc123"',
  '{"trunk_id": "trunk_abc123",}',
  "{'trunk_id': 'trunk_abc123'}",
  'trunk_id=trunk_abc123',
  'null',
  'true',
  '5',
  '"trunk_abc123"',
  '[]',
  '[{"trunk_id":"trunk_abc123"}]',
  '{}',
  '{"__proto__":{"trunk_id":"trunk_abc123"}}',
  '{"trunk_id":"trunk_abc123","__proto__":1}',
  '{"constructor":{"prototype":1}}',
  '\ufeff{"trunk_id":"trunk_abc123"}',
  ' \n{"trunk_id":"trunk_abc123"}\n ',
  '{"trunk_id":"trunk_none","trunk_id":"trunk_abc123"}',
  '{"trunk_id":"trunk_\\u0061bc123"}',
  Buffer.from([0x7b, 0xff, 0x7d]),
  Buffer.from('{"trunk_id":"trunk_abc123"}', 'utf16le'),
  `{"trunk_id":"trunk_abc123","note":"${'x'.repeat(65_400)}"}`,
  `{"trunk_id":"trunk_abc123","note":"${'x'.repeat(65_600)}"}`,
  `${'['.repeat(5_000)}${']'.repeat(5_000)}`,
]

const headers: readonly Record<string, string>[] = [
  { 'content-type': '' },
  { 'content-type': 'application/json; charset=utf-8' },
  { 'content-type': 'application/json;charset=UTF-8' },
  { 'content-type': 'Application/JSON' },
  { 'content-type': 'application/json; charset=latin1' },
  { 'content-type': 'application/problem+json' },
  { 'content-type': 'text/json' },
  { 'content-type': 'text/plain' },
  { 'content-type': 'application/x-www-form-urlencoded' },
  { 'content-type': 'multipart/form-data; boundary=x' },
  { 'content-type': 'json' },
  { 'content-encoding': 'gzip' },
  { 'content-encoding': 'identity' },
  { 'content-encoding': 'br' },
  { 'x-tenant-id': 'tenant' },
  { 'idempotency-key': 'once' },
  { accept: 'text/html' },
  { expect: '100-continue' },
]

const writes: readonly [string, string, unknown][] = [
  ['POST', `${us}/assign`, toTrunk],
  ['POST', `${us}/application`, { application_id: 'app_xyz789' }],
  ['POST', trunks, pbx],
  ['PUT', `${trunks}/trunk_abc123`, pbx],
  ['PATCH', `${applications}/app_xyz789`, { hangup_url: null }],
  ['DELETE', `${us}/assign`, undefined],
]

/** Invalid bodies and headers that describe a body, for each operation with a body and one without. */
export async function unreadableBodies(client: CorpusClient): Promise<void> {
  for (const [method, path, valid] of writes) {
    for (const body of unreadable) await client.api(method, path, { body })
    for (const header of headers) await client.api(method, path, { body: valid ?? '{}', headers: header })
    await client.control('POST', '/reset')
  }
}

const ids: readonly unknown[] = [
  'trunk_abc123',
  'app_xyz789',
  'trunk_def456',
  'app_uvw456',
  'trunk_none',
  'app_none',
  'trunk_abc124',
  'app_xyz780',
  'trunk_',
  'app_',
  'TRUNK_abc123',
  'trunk-abc123',
  'trunk_abc 123',
  'trunk_abc123\n',
  'trunk_é',
  `trunk_${'a'.repeat(64)}`,
  `trunk_${'a'.repeat(65)}`,
  `app_${'a'.repeat(65)}`,
  '',
  null,
  5,
  true,
  [],
  ['trunk_abc123'],
  {},
  { id: 'trunk_abc123' },
]

const assignmentBodies: readonly Record<string, unknown>[] = [
  {},
  { trunk_id: 'trunk_abc123', application_id: 'app_xyz789' },
  { trunkId: 'trunk_abc123' },
  { trunk: 'trunk_abc123' },
  { applicationId: 'app_xyz789' },
  { app_id: 'app_xyz789' },
  { trunk_id: 'trunk_abc123', note: 'mine' },
  { application_id: 'app_xyz789', note: 'mine' },
  { trunk_id: 'trunk_abc123', trunk_ids: [] },
  { id: 'trunk_abc123' },
  { tvx_sk_test_sandbox: 1, trunk_id: 'trunk_abc123' },
  { trunk_id: 'tvx_sk_test_sandbox' },
  { application_id: 'tvx_sk_live_secret' },
]

/** Valid and invalid values of the field of an assignment. */
export async function assignmentFields(client: CorpusClient): Promise<void> {
  for (const key of [keys.sandbox, keys.readonly]) {
    for (const id of ids) {
      await client.api('POST', `${us}/assign`, { key, body: { trunk_id: id } })
      await client.api('POST', `${us}/application`, { key, body: { application_id: id } })
    }
  }
  for (const body of assignmentBodies) {
    await client.api('POST', `${us}/assign`, { body })
    await client.api('POST', `${us}/application`, { body })
    await client.api('POST', `${numbers}/abc/assign`, { body })
    await client.api('DELETE', `${india}/application`, { body })
    await client.control('POST', '/reset')
  }
}

const sips: readonly unknown[] = [
  'sip:pbx.example.com',
  'sips:pbx.example.com:5061',
  'sip:user@pbx.example.com;transport=tls',
  'sip:10.0.0.1:5060',
  'sip:[2001:db8::1]:5060',
  'tel:+14155551234',
  'pbx.example.com',
  'http://pbx.example.com',
  'sip:',
  'sip:a b',
  'SIP:PBX.EXAMPLE.COM',
  `sip:${'a'.repeat(300)}.example.com`,
  '',
  null,
  5,
  {},
]
const fields: readonly (readonly [string, readonly unknown[]])[] = [
  ['name', ['', 'PBX', ' ', 'é'.repeat(100), 'x'.repeat(100), 'x'.repeat(101), null, 5, true, [], {}, 'a\nb']],
  ['auth_type', ['ip', 'credential', 'IP', 'none', '', null, 1, [], {}]],
  ['termination_uri', sips],
  [
    'origination_uris',
    [
      ...sips.map(uri => [uri]),
      [],
      'sip:a.example',
      null,
      ['sip:a.example', 'x'],
      Array(100).fill('sip:a.example'),
      Array(101).fill('sip:a.example'),
    ],
  ],
  ['max_channels', [0, 1, 1e6, 1e6 + 1, -1, 1.5, '5', null, true, 1e300]],
  ['status', ['active', 'inactive']],
  ['id', ['trunk_mine']],
  ['nme', ['PBX']],
]

/** Every field of a trunk with valid and invalid values. */
export async function trunkFields(client: CorpusClient): Promise<void> {
  for (const [field, values] of fields) {
    for (const value of values) {
      await client.api('POST', trunks, { body: { ...pbx, [field]: value } })
      await client.api('PUT', `${trunks}/trunk_abc123`, { body: { ...pbx, [field]: value } })
    }
    await client.api('GET', `${trunks}/trunk_abc123`)
    await client.control('POST', '/reset')
  }
  for (const missing of ['name', 'auth_type', 'origination_uris']) {
    const body = Object.fromEntries(Object.entries(pbx).filter(([name]) => name !== missing))
    await client.api('POST', trunks, { body })
    await client.api('PUT', `${trunks}/trunk_abc123`, { body })
  }
  await client.api('POST', trunks, { body: { name: '', auth_type: 'x', max_channels: -1, termination_uri: 'x' } })
  for (const id of [
    'trunk_none',
    'trunk_def456',
    'trunk_abc124',
    'app_xyz789',
    'trunk_',
    'x',
    `trunk_${'a'.repeat(65)}`,
  ]) {
    for (const method of ['GET', 'PUT', 'DELETE'])
      await client.api(method, `${trunks}/${id}`, method === 'PUT' ? { body: pbx } : {})
  }
  await client.control('POST', '/reset')
}

const urls: readonly unknown[] = [
  'https://example.com/answer',
  'http://127.0.0.1:9/answer',
  'http://localhost/answer?a=1',
  'ftp://example.com',
  'example.com/answer',
  '/answer',
  'https://user:password@example.com/',
  'https://example.com/#fragment',
  'https://',
  'HTTPS://EXAMPLE.COM/',
  `https://example.com/${'a'.repeat(3_000)}`,
  'https://example.com/?key=tvx_sk_test_sandbox',
  '',
  null,
  5,
  [],
]
const applicationFields: readonly (readonly [string, readonly unknown[]])[] = [
  ['answer_url', urls],
  ['hangup_url', urls],
  ['answer_method', ['GET', 'POST', 'get', 'PUT', '', null, 1]],
  ['webhook_secret', ['secret', 's', '', ' ', 'a b', 'é', null, 5, 'x'.repeat(200), 'x'.repeat(5_000)]],
  ['answerUrl', ['https://example.com/']],
  ['id', ['app_mine']],
]

/** Every field of an application with valid and invalid values. */
export async function applicationBodies(client: CorpusClient): Promise<void> {
  const path = `${applications}/app_xyz789`
  for (const [field, values] of applicationFields) {
    for (const value of values) {
      await client.api('PATCH', path, { body: { [field]: value } })
      await client.api('GET', path)
    }
    await client.control('POST', '/reset')
  }
  for (const id of ['app_none', 'app_uvw456', 'app_xyz780', 'trunk_abc123', 'app_', 'x', `app_${'a'.repeat(65)}`]) {
    for (const key of [keys.sandbox, keys.readonly, keys.other]) {
      await client.api('GET', `${applications}/${id}`, { key })
      await client.api('PATCH', `${applications}/${id}`, { key, body: { hangup_url: null } })
    }
  }
}
