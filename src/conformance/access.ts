import type { access } from '../behaviors/access.ts'
import type { Api } from './api.ts'
import type { ChecksOf } from './check.ts'
import { assign, errors, read } from './check.ts'
import {
  expectApplicationError,
  expectTrunkError,
  forbidden,
  needsReadOnlyKey,
  notFound,
  numberNotFound,
  otherAccount,
  unauthorized,
  unknownAccount,
  unknownApplication,
  unknownNumber,
  unknownTrunk,
  withoutKey,
  withUnknownKey,
} from './expected-error.ts'
import { list, success } from './matcher.ts'

const numberList = { status: success, body: { data: list } }

/** The checks for src/behaviors/access.ts. */
export const accessChecks = {
  bearer: read(api => api.expect('GET', api.numbersPath, numberList)),
  basic: read(async api => {
    for (const [note, authorization] of [
      ['with HTTP Basic', `Basic ${api.basicCredentials}`],
      ['with basic in lower case', `basic ${api.basicCredentials}`],
      ['with bearer in lower case', `bearer ${api.key}`],
    ] as const) {
      await api.expect('GET', api.numbersPath, numberList, { headers: { authorization }, note })
    }
  }),
  // Only the cases that the vendor documents: another scheme and a Basic user other than the key's account are not.
  unauthorized: errors(async api => {
    await api.expect('GET', api.numbersPath, unauthorized, withoutKey)
    await api.expect('GET', api.numbersPath, unauthorized, withUnknownKey)
  }),
  'www-authenticate': errors(api => {
    const expected = { status: 401, headers: { 'www-authenticate': 'Bearer' } }
    return api.expect('GET', api.numbersPath, expected, withoutKey)
  }),
  'other-account': errors(api => expectAccountError(api, unknownAccount)),
  'account-format': errors(api => expectAccountError(api, '!')),
  'read-only-key': needsReadOnlyKey,
  'number-not-found': errors(api => {
    // The trunk exists, because the documentation does not say whether the number or the trunk is checked first.
    const options = { body: { trunk_id: api.trunk } }
    return api.expect('POST', api.trunkAssignmentPath(unknownNumber), numberNotFound, options)
  }),
  'destination-not-found': errors(async api => {
    await expectTrunkError(api, unknownTrunk, notFound())
    await expectApplicationError(api, unknownApplication, notFound())
  }),
  'destination-not-found-words': errors(async api => {
    const reason = (kind: string) => `no such ${kind} in your account`
    await expectTrunkError(
      api,
      unknownTrunk,
      notFound('Trunk not found', { field: 'trunk_id', reason: reason('trunk') }),
    )
    const detail = { field: 'application_id', reason: reason('application') }
    await expectApplicationError(api, unknownApplication, notFound('Application not found', detail))
  }),
  // Checks only a trunk: no option names an application of another account.
  'destination-forbidden': errors(api =>
    expectTrunkError(api, api.foreignTrunk, forbidden('Insufficient permissions to assign this trunk')),
  ),
  'tenant-ignored': assign(async api => {
    const headers = { 'x-tenant-id': 'another', 'idempotency-key': 'conformance' }
    const note = 'with X-Tenant-ID and Idempotency-Key'
    await api.assignTrunk(api.trunk, { headers, note })
    await api.expect(
      'DELETE',
      api.trunkAssignmentPath(),
      { status: success, body: { trunk_id: null } },
      { headers, note },
    )
    await api.assignTrunk(api.trunk, { headers, note })
  }),
} satisfies ChecksOf<typeof access>

async function expectAccountError(api: Api, account: string): Promise<void> {
  await api.expect('GET', `/v1/account/${account}/numbers`, otherAccount)
}
