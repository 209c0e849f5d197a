import type { access } from '../behaviors/access.ts'
import type { Api } from './api.ts'
import type { ChecksOf } from './check.ts'
import { assign, errors, read } from './check.ts'
import {
  forbidden,
  noAccount,
  noApplication,
  noNumber,
  noTrunk,
  notFound,
  numberNotFound,
  otherAccount,
  readOnlyKey,
  refusesApplication,
  refusesTrunk,
  unauthorized,
  withoutKey,
  withUnknownKey,
} from './expected-error.ts'
import { list, success } from './matcher.ts'

const listing = { status: success, body: { data: list } }

/** Of src/ledger/access.ts. */
export const accessChecks = {
  bearer: read(api => api.expect('GET', api.numbers, listing)),
  basic: read(async api => {
    for (const [how, authorization] of [
      ['with HTTP Basic', `Basic ${api.basic}`],
      ['with basic in lower case', `basic ${api.basic}`],
      ['with bearer in lower case', `bearer ${api.key}`],
    ] as const) {
      await api.expect('GET', api.numbers, listing, { headers: { authorization }, how })
    }
  }),
  // A key in another scheme and a Basic user that is not its account are ours to refuse: no page speaks of them.
  unauthorized: errors(async api => {
    await api.expect('GET', api.numbers, unauthorized, withoutKey)
    await api.expect('GET', api.numbers, unauthorized, withUnknownKey)
  }),
  'www-authenticate': errors(api => {
    const expected = { status: 401, headers: { 'www-authenticate': 'Bearer' } }
    return api.expect('GET', api.numbers, expected, withoutKey)
  }),
  'other-account': errors(api => refusesAccount(api, noAccount)),
  'account-format': errors(api => refusesAccount(api, '!')),
  'read-only-key': readOnlyKey,
  'number-not-found': errors(api => {
    // One that is there: no page says which of the two is looked for first.
    const sent = { body: { trunk_id: api.trunk } }
    return api.expect('POST', api.toTrunk(noNumber), numberNotFound, sent)
  }),
  'destination-not-found': errors(async api => {
    await refusesTrunk(api, noTrunk, notFound())
    await refusesApplication(api, noApplication, notFound())
  }),
  'destination-not-found-words': errors(async api => {
    const reason = (what: string) => `no such ${what} in your account`
    await refusesTrunk(api, noTrunk, notFound('Trunk not found', { field: 'trunk_id', reason: reason('trunk') }))
    const detail = { field: 'application_id', reason: reason('application') }
    await refusesApplication(api, noApplication, notFound('Application not found', detail))
  }),
  // Of an application of another account the same is taken as said.
  'destination-forbidden': errors(api =>
    refusesTrunk(api, api.foreignTrunk, forbidden('Insufficient permissions to assign this trunk')),
  ),
  'tenant-ignored': assign(async api => {
    const headers = { 'x-tenant-id': 'another', 'idempotency-key': 'conformance' }
    const how = 'with X-Tenant-ID and Idempotency-Key'
    await api.assignTrunk(api.trunk, { headers, how })
    await api.expect('DELETE', api.toTrunk(), { status: success, body: { trunk_id: null } }, { headers, how })
    await api.assignTrunk(api.trunk, { headers, how })
  }),
} satisfies ChecksOf<typeof access>

async function refusesAccount(api: Api, account: string): Promise<void> {
  await api.expect('GET', `/v1/account/${account}/numbers`, otherAccount)
}
