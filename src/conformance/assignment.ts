import type { configure } from '../behaviors/assignment.ts'
import type { Api, ExpectedResponse } from './api.ts'
import type { ChecksOf } from './check.ts'
import { application, assign, trunks } from './check.ts'
import { listed } from './listed-assignment.ts'
import { anyText, Matcher, something, success } from './matcher.ts'

const trunkGone = 'Trunk unassigned successfully'
const applicationGone = 'Application unassigned successfully'
const nowhere = { trunk_id: null, application_id: null }
const shape = ['e164', 'trunk_id', 'application_id', 'status', 'updated_at']

/** Of src/ledger/configure.ts. */
export const configureChecks = {
  'assign-trunk': assign(api => api.assignTrunk()),
  'assign-application': application(api => api.assignApplication()),
  'unassign-trunk': assign(async api => {
    await api.assignTrunk()
    const body = { e164: api.number, ...nowhere, message: trunkGone }
    await api.expect('DELETE', api.toTrunk(), { status: success, body })
    await listed(api, nowhere)
  }),
  'unassign-application': application(async api => {
    await api.assignApplication()
    const body = { e164: api.number, ...nowhere, message: applicationGone }
    await api.expect('DELETE', api.toApplication, { status: success, body })
    await listed(api, nowhere)
  }),
  'never-both': application(async api => {
    await api.assignTrunk()
    await api.assignApplication()
    await listed(api, { trunk_id: null })
    await api.assignTrunk()
    await listed(api, { application_id: null })
  }),
  'other-kind-replaced': application(async api => {
    await api.assignTrunk()
    await api.assignApplication()
    await listed(api, { application_id: api.application })
    await api.assignTrunk()
    await listed(api, { trunk_id: api.trunk })
  }),
  immediate: assign(async api => {
    await api.assignTrunk()
    await listed(api, { trunk_id: api.trunk })
    await api.expect('DELETE', api.toTrunk(), { status: success })
    await listed(api, { trunk_id: null })
  }),
  'body-shape': application(api => eachChange(api, { keys: shape }, { keys: [...shape, 'message'] })),
  timestamps: assign(async api => {
    const body = { updated_at: anyText(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/) }
    await api.expect('POST', api.toTrunk(), { body }, { body: { trunk_id: api.trunk } })
    await api.expect('DELETE', api.toTrunk(), { body })
  }),
  'success-status': application(api => eachChange(api, { status: 200 }, { status: 200 })),
  'same-kind-replaced': trunks(async api => {
    await api.assignTrunk()
    await api.assignTrunk(await api.createTrunk())
    await api.assignTrunk()
  }),
  'assign-equal': assign(async api => {
    const first = await api.assignTrunk()
    await api.nextSecond()
    const expected = { status: success, body: { trunk_id: api.trunk, updated_at: time(first) } }
    await api.expect('POST', api.toTrunk(), expected, { body: { trunk_id: api.trunk } })
  }),
  'delete-nothing': assign(async api => {
    await api.assignTrunk()
    const first = await api.expect('DELETE', api.toTrunk(), { status: success, body: { updated_at: something } })
    await api.nextSecond()
    const body = { ...nowhere, updated_at: time(first), message: trunkGone }
    await api.expect('DELETE', api.toTrunk(), { status: 200, body })
  }),
  'delete-other-kind': application(async api => {
    const first = await api.assignApplication()
    await api.nextSecond()
    const stays = { trunk_id: null, application_id: api.application, updated_at: time(first) }
    await api.expect('DELETE', api.toTrunk(), { status: 200, body: stays })
  }),
  'number-not-active': { unseen: 'needs a number that is pending or suspended' },
  'number-without-voice': { unseen: 'needs a number without the voice capability' },
  'same-second': assign(async api => {
    const before = time(await api.assignTrunk())
    const notBefore = new Matcher(`${before} or later`, seen => typeof seen === 'string' && seen >= String(before))
    await api.expect('DELETE', api.toTrunk(), { status: success, body: { ...nowhere, updated_at: notBefore } })
  }),
} satisfies ChecksOf<typeof configure>

/** The four calls: what each assignment is to answer, and what its removal. */
async function eachChange(api: Api, assigned: ExpectedResponse, unassigned: ExpectedResponse): Promise<void> {
  await api.expect('POST', api.toTrunk(), assigned, { body: { trunk_id: api.trunk } })
  await api.expect('DELETE', api.toTrunk(), unassigned)
  await api.expect('POST', api.toApplication, assigned, { body: { application_id: api.application } })
  await api.expect('DELETE', api.toApplication, unassigned)
}

function time({ body }: { readonly body: unknown }): unknown {
  return (body as { updated_at: unknown }).updated_at
}
