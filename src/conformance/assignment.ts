import type { assignment } from '../behaviors/assignment.ts'
import type { Api, ExpectedResponse } from './api.ts'
import type { ChecksOf } from './check.ts'
import { application, assign, trunks } from './check.ts'
import { expectListed } from './listed-assignment.ts'
import { Matcher, nonEmptyString, stringMatching, success } from './matcher.ts'

const trunkUnassigned = 'Trunk unassigned successfully'
const applicationUnassigned = 'Application unassigned successfully'
const noDestination = { trunk_id: null, application_id: null }
const bodyKeys = ['e164', 'trunk_id', 'application_id', 'status', 'updated_at']

/** The checks for src/behaviors/assignment.ts. */
export const assignmentChecks = {
  'assign-trunk': assign(api => api.assignTrunk()),
  'assign-application': application(api => api.assignApplication()),
  'unassign-trunk': assign(async api => {
    await api.assignTrunk()
    const body = { e164: api.number, ...noDestination, message: trunkUnassigned }
    await api.expect('DELETE', api.trunkAssignmentPath(), { status: success, body })
    await expectListed(api, noDestination)
  }),
  'unassign-application': application(async api => {
    await api.assignApplication()
    const body = { e164: api.number, ...noDestination, message: applicationUnassigned }
    await api.expect('DELETE', api.applicationAssignmentPath, { status: success, body })
    await expectListed(api, noDestination)
  }),
  'never-both': application(async api => {
    await api.assignTrunk()
    await api.assignApplication()
    await expectListed(api, { trunk_id: null })
    await api.assignTrunk()
    await expectListed(api, { application_id: null })
  }),
  'other-kind-replaced': application(async api => {
    await api.assignTrunk()
    await api.assignApplication()
    await expectListed(api, { application_id: api.application })
    await api.assignTrunk()
    await expectListed(api, { trunk_id: api.trunk })
  }),
  immediate: assign(async api => {
    await api.assignTrunk()
    await expectListed(api, { trunk_id: api.trunk })
    await api.expect('DELETE', api.trunkAssignmentPath(), { status: success })
    await expectListed(api, { trunk_id: null })
  }),
  'body-shape': application(api => expectEachChange(api, { keys: bodyKeys }, { keys: [...bodyKeys, 'message'] })),
  timestamps: assign(async api => {
    const body = { updated_at: stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/) }
    await api.expect('POST', api.trunkAssignmentPath(), { body }, { body: { trunk_id: api.trunk } })
    await api.expect('DELETE', api.trunkAssignmentPath(), { body })
  }),
  'success-status': application(api => expectEachChange(api, { status: 200 }, { status: 200 })),
  'same-kind-replaced': trunks(async api => {
    await api.assignTrunk()
    await api.assignTrunk(await api.createTrunk())
    await api.assignTrunk()
  }),
  'assign-equal': assign(async api => {
    const first = await api.assignTrunk()
    await api.nextSecond()
    const expected = { status: success, body: { trunk_id: api.trunk, updated_at: updatedAtOf(first) } }
    await api.expect('POST', api.trunkAssignmentPath(), expected, { body: { trunk_id: api.trunk } })
  }),
  'delete-nothing': assign(async api => {
    await api.assignTrunk()
    const first = await api.expect('DELETE', api.trunkAssignmentPath(), {
      status: success,
      body: { updated_at: nonEmptyString },
    })
    await api.nextSecond()
    const body = { ...noDestination, updated_at: updatedAtOf(first), message: trunkUnassigned }
    await api.expect('DELETE', api.trunkAssignmentPath(), { status: 200, body })
  }),
  'delete-other-kind': application(async api => {
    const first = await api.assignApplication()
    await api.nextSecond()
    const unchanged = { trunk_id: null, application_id: api.application, updated_at: updatedAtOf(first) }
    await api.expect('DELETE', api.trunkAssignmentPath(), { status: 200, body: unchanged })
  }),
  'number-not-active': { reason: 'needs a number that is pending or suspended' },
  'number-without-voice': { reason: 'needs a number without the voice capability' },
  'same-second': assign(async api => {
    const before = updatedAtOf(await api.assignTrunk())
    const notBefore = new Matcher(`${before} or later`, value => typeof value === 'string' && value >= String(before))
    await api.expect('DELETE', api.trunkAssignmentPath(), {
      status: success,
      body: { ...noDestination, updated_at: notBefore },
    })
  }),
} satisfies ChecksOf<typeof assignment>

/** Sends all four operations: both assignments must match `assigned`, both removals `unassigned`. */
async function expectEachChange(api: Api, assigned: ExpectedResponse, unassigned: ExpectedResponse): Promise<void> {
  await api.expect('POST', api.trunkAssignmentPath(), assigned, { body: { trunk_id: api.trunk } })
  await api.expect('DELETE', api.trunkAssignmentPath(), unassigned)
  await api.expect('POST', api.applicationAssignmentPath, assigned, { body: { application_id: api.application } })
  await api.expect('DELETE', api.applicationAssignmentPath, unassigned)
}

function updatedAtOf({ body }: { readonly body: unknown }): unknown {
  return (body as { updated_at: unknown }).updated_at
}
