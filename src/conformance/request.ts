import type { request } from '../behaviors/request.ts'
import type { ChecksOf } from './check.ts'
import { assign, errors, read } from './check.ts'
import {
  expectApplicationError,
  expectedError,
  expectTrunkError,
  invalid,
  missingField,
  notFound,
  numberNotFound,
  otherAccount,
  unauthorized,
  unknownAccount,
  unknownApplication,
  unknownNumber,
  unknownTrunk,
  validationFailed,
  withoutKey,
} from './expected-error.ts'
import { absent, Matcher, nonEmptyString, success } from './matcher.ts'
import { NotChecked } from './verdict.ts'

const e164 = { field: 'e164', reason: 'must be E.164 format (e.g., +14155551234)' }
const pattern = (prefix: string) => `must match ^${prefix}_[A-Za-z0-9_-]{1,64}$`
const malformedNumber = '14155551234'
const unknownTrunkBody = { body: { trunk_id: unknownTrunk } }

/** The checks for src/behaviors/request.ts. */
export const requestChecks = {
  'error-envelope': errors(async api => {
    const withoutDetails = {
      keys: ['error'],
      body: { error: { code: 'UNAUTHORIZED', message: nonEmptyString, details: absent } },
    }
    await api.expect('GET', api.numbersPath, withoutDetails, withoutKey)
    const detail = { field: nonEmptyString, reason: nonEmptyString }
    const detailed = { code: 'VALIDATION_FAILED', message: nonEmptyString, details: [detail] }
    await api.expect('POST', api.trunkAssignmentPath(), { keys: ['error'], body: { error: detailed } }, { body: {} })
  }),
  'check-order': errors(async api => {
    const otherAccountPath = api.trunkAssignmentPath().replace(api.account, unknownAccount)
    const unknownNumberPath = api.trunkAssignmentPath(unknownNumber)
    await api.expect('GET', '/v1/nowhere', notFound('Resource not found'), withoutKey)
    await api.expect('PUT', api.trunkAssignmentPath(), { status: 405 }, withoutKey)
    await api.expect('POST', otherAccountPath, unauthorized, { body: {}, ...withoutKey })
    await api.expect('POST', otherAccountPath, otherAccount, { body: {} })
    await api.expect('POST', unknownNumberPath, validationFailed(missingField('trunk_id')), { body: {} })
    await api.expect('POST', unknownNumberPath, numberNotFound, unknownTrunkBody)
    await api.expect('POST', api.trunkAssignmentPath(), notFound('Trunk not found'), unknownTrunkBody)
  }),
  'id-invalid': errors(async api => {
    await expectTrunkError(api, 'no-trunk', invalid('Invalid trunk_id format'))
    await expectApplicationError(api, 'no-application', invalid('Invalid application_id format'))
  }),
  'id-format': errors(async api => {
    const trunk = { field: 'trunk_id', reason: pattern('trunk') }
    for (const id of [unknownApplication, 'trunk_', 'trunk_a.b', `trunk_${'a'.repeat(65)}`])
      await expectTrunkError(api, id, invalid('Invalid trunk_id format', trunk))
    const application = { field: 'application_id', reason: pattern('app') }
    for (const id of [unknownTrunk, 'app_', 'app_a.b', `app_${'a'.repeat(65)}`])
      await expectApplicationError(api, id, invalid('Invalid application_id format', application))
    await expectTrunkError(api, `trunk_${'-'.repeat(64)}`, notFound())
    await expectApplicationError(api, `app_${'-'.repeat(64)}`, notFound())
  }),
  // The vendor documents the message for a number in a body. A server that responds with 404 to a malformed number in
  // the path has another message.
  'number-format-words': errors(async api => {
    const path = api.trunkAssignmentPath(malformedNumber)
    const { status } = await api.expect('POST', path, {}, unknownTrunkBody)
    if (status === 404) throw new NotChecked('this server responds with 404 to a malformed number in the path')
    await api.expect('POST', path, invalid('Invalid phone number format', e164), unknownTrunkBody)
  }),
  'number-format-status': errors(async api => {
    for (const number of [malformedNumber, '+04155551234', '+141555', '+1415555123456789', '+1415555123x'])
      await api.expect('POST', api.trunkAssignmentPath(number), { status: 400 }, unknownTrunkBody)
    await api.expect('POST', api.trunkAssignmentPath('+9995550'), { status: 404 }, unknownTrunkBody)
  }),
  'plus-encoded': read(async api => {
    for (const number of [api.number, api.number.replace('+', '%2B')])
      await api.expect('GET', `${api.numbersPath}/${number}`, { status: 200, body: { e164: api.number } })
  }),
  'field-missing': errors(async api => {
    await api.expect('POST', api.trunkAssignmentPath(), validationFailed(missingField('trunk_id')), { body: {} })
    await api.expect('POST', api.applicationAssignmentPath, validationFailed(missingField('application_id')), {
      body: {},
    })
  }),
  'errors-together': errors(api =>
    api.expect('POST', api.trunksPath, validationFailed(missingField('name'), missingField('auth_type')), { body: {} }),
  ),
  'body-unreadable': errors(async api => {
    const expected = validationFailed({ field: 'body', reason: nonEmptyString })
    await api.expect('POST', api.trunkAssignmentPath(), expected, { note: 'without a body' })
    for (const body of ['', '{', '[]', 'null', '"x"', '{"__proto__":1}'])
      await api.expect('POST', api.trunkAssignmentPath(), expected, { body })
    const headers = { 'content-type': 'text/plain' }
    await api.expect('POST', api.trunkAssignmentPath(), expected, {
      ...unknownTrunkBody,
      headers,
      note: 'as text/plain',
    })
    await api.expect('POST', api.trunkAssignmentPath(), invalid(), { body: { trunk_id: 1 } })
  }),
  'body-encoding': errors(async api => {
    const expected = validationFailed({ field: 'body', reason: nonEmptyString })
    await api.expect('POST', api.trunkAssignmentPath(), expected, {
      body: `{"trunk_id":"${unknownTrunk}","x":"\\ud83d"}`,
    })
    const headers = { 'content-encoding': 'gzip' }
    await api.expect('POST', api.trunkAssignmentPath(), expected, { ...unknownTrunkBody, headers, note: 'as gzip' })
  }),
  'id-long': errors(async api => {
    const digits = '5'.repeat(5_000)
    const response = await api.expect('POST', api.trunkAssignmentPath(malformedNumber), {}, unknownTrunkBody)
    await expectTrunkError(api, `trunk_${digits}`, invalid('Invalid trunk_id format'))
    const { status, body } = response
    await api.expect('POST', api.trunkAssignmentPath(`+${digits}`), { status, body }, unknownTrunkBody)
  }),
  'extra-fields': assign(api => api.assignTrunk(api.trunk, { body: { trunk_id: api.trunk, conformance: true } })),
  'delete-body': assign(async api => {
    const unassigned = { status: success, body: { trunk_id: null } }
    await api.assignTrunk()
    await api.expect('DELETE', api.trunkAssignmentPath(), unassigned, { body: '{' })
    await api.assignTrunk()
    const headers = { 'content-type': 'application/json' }
    await api.expect('DELETE', api.trunkAssignmentPath(), unassigned, {
      headers,
      note: 'with a Content-Type and no body',
    })
  }),
  'path-unknown': errors(async api => {
    for (const path of ['/v1/nowhere', `${api.numbersPath}/`, api.numbersPath.replace('/v1', '/v1/')])
      await api.expect('GET', path, notFound('Resource not found'))
  }),
  'method-wrong': errors(api => {
    const expected = expectedError(405, 'METHOD_NOT_ALLOWED')
    const allow = new Matcher('POST and DELETE', value =>
      ['POST', 'DELETE'].every(method => String(value).includes(method)),
    )
    return api.expect('PUT', api.trunkAssignmentPath(), { ...expected, headers: { allow } })
  }),
  'body-large': errors(api => {
    const body = { trunk_id: unknownTrunk, conformance: 'x'.repeat(64 * 1_024) }
    return api.expect('POST', api.trunkAssignmentPath(), expectedError(413, 'PAYLOAD_TOO_LARGE'), { body })
  }),
  'request-slow': { reason: 'would take more than 10 seconds' },
  'head-large': errors(api => {
    const headers = { 'x-conformance': 'x'.repeat(16 * 1_024) }
    const note = 'with a header of 16 KiB'
    return api.expect('GET', api.numbersPath, expectedError(431, 'HEADERS_TOO_LARGE'), { headers, note })
  }),
  // Checks only the percent-encoding, because fetch cannot send a malformed HTTP request.
  'http-malformed': errors(api => {
    const expected = validationFailed({ field: 'path', reason: nonEmptyString })
    return api.expect('GET', `${api.numbersPath}/%zz`, expected)
  }),
  'unexpected-error': { reason: 'no request can cause an unexpected error on purpose' },
} satisfies ChecksOf<typeof request>
