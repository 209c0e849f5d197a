import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox'
import type { Variants } from '../behaviors/variant.ts'
import { assign, unassign } from '../domain/assignment.ts'
import type { DomainErrorCode } from '../domain/error.ts'
import type { Assignment, DestinationKind, PhoneNumber } from '../domain/number.ts'
import type { AssignmentPolicy } from '../domain/policy.ts'
import type { Decision } from '../store/store.ts'
import { assignApplication, assignTrunk, unassignApplication, unassignTrunk } from './assignment-schema.ts'
import type { ApiOptions, AuthContext } from './auth-context.ts'
import { requireAuth } from './auth-context.ts'
import { toConfiguration } from './body.ts'

/** The four operations of the vendor's page "Configure a Number", in its order. */
export const configure: FastifyPluginCallbackTypebox<ApiOptions> = (app, { authenticate, variants }, done) => {
  const policy = toPolicy(variants)
  const assignStatus = variants['success-status'] === '201' ? 201 : 200
  const requireWrite = (schema: { operationId: string }, forbidden: DomainErrorCode) =>
    requireAuth(authenticate, schema.operationId, forbidden)

  app.post(
    '/assign',
    { schema: assignTrunk, onRequest: requireWrite(assignTrunk, 'trunk_assign_forbidden') },
    (request, reply) => {
      reply.code(assignStatus)
      return assignNumber(request.auth, request.params.e164, { kind: 'trunk', id: request.body.trunk_id }, policy)
    },
  )
  app.post(
    '/application',
    { schema: assignApplication, onRequest: requireWrite(assignApplication, 'application_assign_forbidden') },
    (request, reply) => {
      reply.code(assignStatus)
      const to = { kind: 'application', id: request.body.application_id } as const
      return assignNumber(request.auth, request.params.e164, to, policy)
    },
  )
  app.delete(
    '/assign',
    { schema: unassignTrunk, onRequest: requireWrite(unassignTrunk, 'trunk_unassign_forbidden') },
    request => unassignNumber(request.auth, request.params.e164, 'trunk', policy),
  )
  app.delete(
    '/application',
    { schema: unassignApplication, onRequest: requireWrite(unassignApplication, 'application_unassign_forbidden') },
    request => unassignNumber(request.auth, request.params.e164, 'application', policy),
  )
  done()
}

const messages = { trunk: 'Trunk unassigned successfully', application: 'Application unassigned successfully' }

function toPolicy(variants: Variants): AssignmentPolicy {
  return {
    equalAssignUpdates: variants['assign-equal'] === 'moves',
    unassignClearsOtherKind: variants['delete-other-kind'] === 'clears',
    unassignNothingFails: variants['delete-nothing'] === '404',
  }
}

async function assignNumber(
  { access, store, clock }: AuthContext,
  e164: string,
  to: NonNullable<Assignment>,
  policy: AssignmentPolicy,
) {
  const number = await store.change({ number: e164, destination: to }, found =>
    toDecision(found.number, assign(access.accountId, found, to, clock, policy)),
  )
  return toConfiguration(number)
}

async function unassignNumber(
  { access, store, clock }: AuthContext,
  e164: string,
  kind: DestinationKind,
  policy: AssignmentPolicy,
) {
  const number = await store.change({ number: e164 }, found =>
    toDecision(found.number, unassign(access.accountId, found.number, kind, clock, policy)),
  )
  return { ...toConfiguration(number), message: messages[kind] }
}

/** An unchanged number is not written. */
function toDecision(before: PhoneNumber | null, after: PhoneNumber): Decision<PhoneNumber> {
  return { write: after === before ? [] : [after], result: after }
}
