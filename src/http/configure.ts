import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox'
import { assign, unassign } from '../domain/configure.ts'
import type { DestinationKind, PhoneNumber, Route } from '../domain/number.ts'
import type { Policy } from '../domain/policy.ts'
import type { RefusalCode } from '../domain/refusal.ts'
import type { Readings } from '../ledger/reading.ts'
import type { Decision } from '../store/store.ts'
import type { Admission, VendorOptions } from './admission.ts'
import { guard } from './admission.ts'
import { toConfiguration } from './body.ts'
import { assignApplication, assignTrunk, unassignApplication, unassignTrunk } from './configure-schema.ts'

/** The four calls of the page "Configure a Number", in its order. */
export const configure: FastifyPluginCallbackTypebox<VendorOptions> = (app, { admit, readings }, done) => {
  const policy = policyOf(readings)
  const created = readings.has('success-status') ? 201 : 200
  const may = (schema: { operationId: string }, change: RefusalCode) => guard(admit, schema.operationId, change)

  app.post(
    '/assign',
    { schema: assignTrunk, onRequest: may(assignTrunk, 'trunk_assign_forbidden') },
    (request, reply) => {
      reply.code(created)
      return assigned(request.admission, request.params.e164, { kind: 'trunk', id: request.body.trunk_id }, policy)
    },
  )
  app.post(
    '/application',
    { schema: assignApplication, onRequest: may(assignApplication, 'application_assign_forbidden') },
    (request, reply) => {
      reply.code(created)
      const to = { kind: 'application', id: request.body.application_id } as const
      return assigned(request.admission, request.params.e164, to, policy)
    },
  )
  app.delete('/assign', { schema: unassignTrunk, onRequest: may(unassignTrunk, 'trunk_unassign_forbidden') }, request =>
    unassigned(request.admission, request.params.e164, 'trunk', policy),
  )
  app.delete(
    '/application',
    { schema: unassignApplication, onRequest: may(unassignApplication, 'application_unassign_forbidden') },
    request => unassigned(request.admission, request.params.e164, 'application', policy),
  )
  done()
}

const messages = { trunk: 'Trunk unassigned successfully', application: 'Application unassigned successfully' }

function policyOf(readings: Readings): Policy {
  return {
    equalMoves: readings.has('assign-equal'),
    otherKindClears: readings.has('delete-other-kind'),
    nothingIsRefused: readings.has('delete-nothing'),
  }
}

async function assigned({ access, store, clock }: Admission, e164: string, to: NonNullable<Route>, policy: Policy) {
  const number = await store.change({ number: e164, destination: to }, found =>
    toDecision(found.number, assign(access.accountId, found, to, clock, policy)),
  )
  return toConfiguration(number)
}

async function unassigned({ access, store, clock }: Admission, e164: string, kind: DestinationKind, policy: Policy) {
  const number = await store.change({ number: e164 }, found =>
    toDecision(found.number, unassign(access.accountId, found.number, kind, clock, policy)),
  )
  return { ...toConfiguration(number), message: messages[kind] }
}

/** What comes back as it was needs no writing. */
function toDecision(before: PhoneNumber | null, after: PhoneNumber): Decision<PhoneNumber> {
  return { write: after === before ? [] : [after], answer: after }
}
