import type { request } from '../behaviors/request.ts'
import type { ChecksOf } from './check.ts'
import { assign, errors, read } from './check.ts'
import {
  expectedError,
  invalid,
  manyInvalid,
  missing,
  noAccount,
  noApplication,
  noNumber,
  noTrunk,
  notFound,
  numberNotFound,
  otherAccount,
  refusesApplication,
  refusesTrunk,
  unauthorized,
  withoutKey,
} from './expected-error.ts'
import { absent, Matcher, something, success } from './matcher.ts'
import { NotChecked } from './verdict.ts'

const e164 = { field: 'e164', reason: 'must be E.164 format (e.g., +14155551234)' }
const pattern = (what: string) => `must match ^${what}_[A-Za-z0-9_-]{1,64}$`
const malformed = '14155551234'
const aTrunk = { body: { trunk_id: noTrunk } }

/** Of src/ledger/request.ts. */
export const requestChecks = {
  'error-envelope': errors(async api => {
    const bare = { keys: ['error'], body: { error: { code: 'UNAUTHORIZED', message: something, details: absent } } }
    await api.expect('GET', api.numbers, bare, withoutKey)
    const detail = { field: something, reason: something }
    const detailed = { code: 'VALIDATION_FAILED', message: something, details: [detail] }
    await api.expect('POST', api.toTrunk(), { keys: ['error'], body: { error: detailed } }, { body: {} })
  }),
  'check-order': errors(async api => {
    const other = api.toTrunk().replace(api.account, noAccount)
    const there = api.toTrunk(noNumber)
    await api.expect('GET', '/v1/nowhere', notFound('Resource not found'), withoutKey)
    await api.expect('PUT', api.toTrunk(), { status: 405 }, withoutKey)
    await api.expect('POST', other, unauthorized, { body: {}, ...withoutKey })
    await api.expect('POST', other, otherAccount, { body: {} })
    await api.expect('POST', there, manyInvalid(missing('trunk_id')), { body: {} })
    await api.expect('POST', there, numberNotFound, aTrunk)
    await api.expect('POST', api.toTrunk(), notFound('Trunk not found'), aTrunk)
  }),
  'id-invalid': errors(async api => {
    await refusesTrunk(api, 'no-trunk', invalid('Invalid trunk_id format'))
    await refusesApplication(api, 'no-application', invalid('Invalid application_id format'))
  }),
  'id-format': errors(async api => {
    const trunk = { field: 'trunk_id', reason: pattern('trunk') }
    for (const id of [noApplication, 'trunk_', 'trunk_a.b', `trunk_${'a'.repeat(65)}`])
      await refusesTrunk(api, id, invalid('Invalid trunk_id format', trunk))
    const application = { field: 'application_id', reason: pattern('app') }
    for (const id of [noTrunk, 'app_', 'app_a.b', `app_${'a'.repeat(65)}`])
      await refusesApplication(api, id, invalid('Invalid application_id format', application))
    await refusesTrunk(api, `trunk_${'-'.repeat(64)}`, notFound())
    await refusesApplication(api, `app_${'-'.repeat(64)}`, notFound())
  }),
  // They are documented for a number in a body: a server that has another status for one in the path has other words.
  'number-format-words': errors(async api => {
    const path = api.toTrunk(malformed)
    const { status } = await api.expect('POST', path, {}, aTrunk)
    if (status === 404) throw new NotChecked('a malformed number in the path is 404 here')
    await api.expect('POST', path, invalid('Invalid phone number format', e164), aTrunk)
  }),
  'number-format-status': errors(async api => {
    for (const number of [malformed, '+04155551234', '+141555', '+1415555123456789', '+1415555123x'])
      await api.expect('POST', api.toTrunk(number), { status: 400 }, aTrunk)
    await api.expect('POST', api.toTrunk('+9995550'), { status: 404 }, aTrunk)
  }),
  'plus-encoded': read(async api => {
    for (const number of [api.number, api.number.replace('+', '%2B')])
      await api.expect('GET', `${api.numbers}/${number}`, { status: 200, body: { e164: api.number } })
  }),
  'field-missing': errors(async api => {
    await api.expect('POST', api.toTrunk(), manyInvalid(missing('trunk_id')), { body: {} })
    await api.expect('POST', api.toApplication, manyInvalid(missing('application_id')), { body: {} })
  }),
  'faults-together': errors(api =>
    api.expect('POST', api.trunks, manyInvalid(missing('name'), missing('auth_type')), { body: {} }),
  ),
  'body-unreadable': errors(async api => {
    const about = manyInvalid({ field: 'body', reason: something })
    await api.expect('POST', api.toTrunk(), about, { how: 'without a body' })
    for (const body of ['', '{', '[]', 'null', '"x"', '{"__proto__":1}'])
      await api.expect('POST', api.toTrunk(), about, { body })
    const headers = { 'content-type': 'text/plain' }
    await api.expect('POST', api.toTrunk(), about, { ...aTrunk, headers, how: 'as text/plain' })
    await api.expect('POST', api.toTrunk(), invalid(), { body: { trunk_id: 1 } })
  }),
  'body-encoding': errors(async api => {
    const about = manyInvalid({ field: 'body', reason: something })
    await api.expect('POST', api.toTrunk(), about, { body: `{"trunk_id":"${noTrunk}","x":"\\ud83d"}` })
    const headers = { 'content-encoding': 'gzip' }
    await api.expect('POST', api.toTrunk(), about, { ...aTrunk, headers, how: 'as gzip' })
  }),
  'id-long': errors(async api => {
    const digits = '5'.repeat(5_000)
    const short = await api.expect('POST', api.toTrunk(malformed), {}, aTrunk)
    await refusesTrunk(api, `trunk_${digits}`, invalid('Invalid trunk_id format'))
    const { status, body } = short
    await api.expect('POST', api.toTrunk(`+${digits}`), { status, body }, aTrunk)
  }),
  'extra-fields': assign(api => api.assignTrunk(api.trunk, { body: { trunk_id: api.trunk, conformance: true } })),
  'delete-body': assign(async api => {
    const gone = { status: success, body: { trunk_id: null } }
    await api.assignTrunk()
    await api.expect('DELETE', api.toTrunk(), gone, { body: '{' })
    await api.assignTrunk()
    const headers = { 'content-type': 'application/json' }
    await api.expect('DELETE', api.toTrunk(), gone, { headers, how: 'with a Content-Type and no body' })
  }),
  'path-unknown': errors(async api => {
    for (const path of ['/v1/nowhere', `${api.numbers}/`, api.numbers.replace('/v1', '/v1/')])
      await api.expect('GET', path, notFound('Resource not found'))
  }),
  'method-wrong': errors(api => {
    const expected = expectedError(405, 'METHOD_NOT_ALLOWED')
    const allow = new Matcher('POST and DELETE', seen =>
      ['POST', 'DELETE'].every(method => String(seen).includes(method)),
    )
    return api.expect('PUT', api.toTrunk(), { ...expected, headers: { allow } })
  }),
  'body-large': errors(api => {
    const body = { trunk_id: noTrunk, conformance: 'x'.repeat(64 * 1_024) }
    return api.expect('POST', api.toTrunk(), expectedError(413, 'PAYLOAD_TOO_LARGE'), { body })
  }),
  'request-slow': { unseen: 'takes longer than all the others' },
  'head-large': errors(api => {
    const headers = { 'x-conformance': 'x'.repeat(16 * 1_024) }
    const how = 'with a header of 16 KiB'
    return api.expect('GET', api.numbers, expectedError(431, 'HEADERS_TOO_LARGE'), { headers, how })
  }),
  // Only its path: fetch sends no malformed HTTP.
  'http-malformed': errors(api => {
    const about = manyInvalid({ field: 'path', reason: something })
    return api.expect('GET', `${api.numbers}/%zz`, about)
  }),
  'unexpected-error': { unseen: 'nobody can ask for an error that nobody foresaw' },
} satisfies ChecksOf<typeof request>
