import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox'
import { assign, unassign } from '../domain/configure.ts'
import type { DestinationKind, PhoneNumber, Route } from '../domain/number.ts'
import type { RefusalCode } from '../domain/refusal.ts'
import type { Decision } from '../store/store.ts'
import type { Admission, Admit } from './admission.ts'
import { guard } from './admission.ts'
import { toConfiguration } from './body.ts'
import { assignApplication, assignTrunk, unassignApplication, unassignTrunk } from './configure-schema.ts'

/** The four calls of the page "Configure a Number", in its order. */
export const configure: FastifyPluginCallbackTypebox<{ admit: Admit }> = (app, { admit }, done) => {
  const may = (schema: { operationId: string }, change: RefusalCode) => guard(admit, schema.operationId, change)

  app.post('/assign', { schema: assignTrunk, onRequest: may(assignTrunk, 'trunk_assign_forbidden') }, request =>
    assigned(request.admission, request.params.e164, { kind: 'trunk', id: request.body.trunk_id }),
  )
  app.post(
    '/application',
    { schema: assignApplication, onRequest: may(assignApplication, 'application_assign_forbidden') },
    request =>
      assigned(request.admission, request.params.e164, { kind: 'application', id: request.body.application_id }),
  )
  app.delete('/assign', { schema: unassignTrunk, onRequest: may(unassignTrunk, 'trunk_unassign_forbidden') }, request =>
    unassigned(request.admission, request.params.e164, 'trunk', 'Trunk unassigned successfully'),
  )
  app.delete(
    '/application',
    { schema: unassignApplication, onRequest: may(unassignApplication, 'application_unassign_forbidden') },
    request => unassigned(request.admission, request.params.e164, 'application', 'Application unassigned successfully'),
  )
  done()
}

async function assigned({ access, store, clock }: Admission, e164: string, to: NonNullable<Route>) {
  const number = await store.change({ number: e164, destination: to }, found =>
    toDecision(found.number, assign(access.accountId, found, to, clock)),
  )
  return toConfiguration(number)
}

async function unassigned({ access, store, clock }: Admission, e164: string, kind: DestinationKind, message: string) {
  const number = await store.change({ number: e164 }, found =>
    toDecision(found.number, unassign(access.accountId, found.number, kind, clock)),
  )
  return { ...toConfiguration(number), message }
}

/** What comes back as it was needs no writing. */
function toDecision(before: PhoneNumber | null, after: PhoneNumber): Decision<PhoneNumber> {
  return { write: after === before ? [] : [after], answer: after }
}
