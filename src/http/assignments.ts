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

/** The four calls of the page "Configure a Number", in its order. */
export const configure: FastifyPluginCallbackTypebox<ApiOptions> = (app, { authenticate, variants }, done) => {
  const policy = policyOf(variants)
  const created = variants.has('success-status') ? 201 : 200
  const may = (schema: { operationId: string }, change: DomainErrorCode) =>
    requireAuth(authenticate, schema.operationId, change)

  app.post(
    '/assign',
    { schema: assignTrunk, onRequest: may(assignTrunk, 'trunk_assign_forbidden') },
    (request, reply) => {
      reply.code(created)
      return assigned(request.auth, request.params.e164, { kind: 'trunk', id: request.body.trunk_id }, policy)
    },
  )
  app.post(
    '/application',
    { schema: assignApplication, onRequest: may(assignApplication, 'application_assign_forbidden') },
    (request, reply) => {
      reply.code(created)
      const to = { kind: 'application', id: request.body.application_id } as const
      return assigned(request.auth, request.params.e164, to, policy)
    },
  )
  app.delete('/assign', { schema: unassignTrunk, onRequest: may(unassignTrunk, 'trunk_unassign_forbidden') }, request =>
    unassigned(request.auth, request.params.e164, 'trunk', policy),
  )
  app.delete(
    '/application',
    { schema: unassignApplication, onRequest: may(unassignApplication, 'application_unassign_forbidden') },
    request => unassigned(request.auth, request.params.e164, 'application', policy),
  )
  done()
}

const messages = { trunk: 'Trunk unassigned successfully', application: 'Application unassigned successfully' }

function policyOf(variants: Variants): AssignmentPolicy {
  return {
    equalAssignUpdates: variants.has('assign-equal'),
    unassignClearsOtherKind: variants.has('delete-other-kind'),
    unassignNothingFails: variants.has('delete-nothing'),
  }
}

async function assigned(
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

async function unassigned(
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

/** What comes back as it was needs no writing. */
function toDecision(before: PhoneNumber | null, after: PhoneNumber): Decision<PhoneNumber> {
  return { write: after === before ? [] : [after], result: after }
}
