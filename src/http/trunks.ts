import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox'
import { toIso } from '../domain/clock.ts'
import type { Trunk } from '../domain/destination.ts'
import type { TrunkFields as Fields } from '../domain/trunk.ts'
import * as domain from '../domain/trunk.ts'
import type { ApiOptions, AuthContext } from './auth-context.ts'
import { requireAuth } from './auth-context.ts'
import { assertNoLiveKey } from './live-key.ts'
import type { TrunkBody, TrunkInput } from './trunk-schema.ts'
import { createTrunk, deleteTrunk, getTrunk, listTrunks, updateTrunk } from './trunk-schema.ts'

/** The operations on SIP trunks; docs:/sip-trunking/create-trunk. */
export const trunks: FastifyPluginCallbackTypebox<ApiOptions> = (app, { authenticate, variants }, done) => {
  const requireWrite = (schema: { operationId: string }) =>
    requireAuth(authenticate, schema.operationId, 'trunk_change_forbidden')
  const requireRead = (schema: { operationId: string }) => requireAuth(authenticate, schema.operationId, null)

  app.post('', { schema: createTrunk, onRequest: requireWrite(createTrunk) }, async (request, reply) => {
    reply.code(201)
    return toTrunkBody(await create(request.auth, toFields(request.body)))
  })
  app.get('', { schema: listTrunks, onRequest: requireRead(listTrunks) }, async request => {
    const { access, store } = request.auth
    const all = await store.listDestinations(access.accountId, 'trunk')
    const data = all.filter(each => each.kind === 'trunk').map(toTrunkBody)
    return variants['trunk-list'] === 'array' ? data : { data }
  })
  app.get('/:trunk_id', { schema: getTrunk, onRequest: requireRead(getTrunk) }, async request => {
    const { access, store } = request.auth
    const found = await store.findDestination(toDestination(request.params))
    return toTrunkBody(domain.requireOwnedTrunk(access.accountId, found))
  })
  app.put('/:trunk_id', { schema: updateTrunk, onRequest: requireWrite(updateTrunk) }, async request => {
    const { access, store } = request.auth
    const trunk = await store.change({ destination: toDestination(request.params) }, found => {
      const put = domain.updateTrunk(access.accountId, found.destination, toFields(request.body))
      return { write: [], put, result: put }
    })
    return toTrunkBody(trunk)
  })
  app.delete('/:trunk_id', { schema: deleteTrunk, onRequest: requireWrite(deleteTrunk) }, async (request, reply) => {
    const { access, store, clock } = request.auth
    const remove = toDestination(request.params)
    await store.change({ destination: remove, assignedNumbers: remove }, found => {
      const write = domain.removeTrunk(access.accountId, found, clock)
      return { write, remove, result: null }
    })
    return reply.code(204).send()
  })
  done()
}

function toDestination({ trunk_id }: { readonly trunk_id: string }) {
  return { kind: 'trunk', id: trunk_id } as const
}

/** Creates a trunk with an unused id. A generated id can already exist if the clock was set back. */
async function create({ access, store, clock, newId }: AuthContext, fields: Fields): Promise<Trunk> {
  for (;;) {
    const id = `trunk_${newId()}`
    const created = await store.change({ destination: { kind: 'trunk', id } }, ({ destination }) => {
      if (destination !== null) return { write: [], result: null }
      const put = domain.createTrunk(access.accountId, id, fields, clock)
      return { write: [], put, result: put }
    })
    if (created !== null) return created
  }
}

function toFields(body: TrunkInput): Fields {
  const { name, termination_uri, origination_uris } = body
  assertNoLiveKey({ name, termination_uri, origination_uris })
  return {
    name,
    authType: body.auth_type,
    terminationUri: body.termination_uri ?? null,
    originationUris: body.origination_uris ?? [],
    maxChannels: body.max_channels ?? 0,
  }
}

/** The body of a trunk, in the key order of docs:/sip-trunking/create-trunk. */
function toTrunkBody(trunk: Trunk): TrunkBody {
  return {
    id: trunk.id,
    name: trunk.name,
    auth_type: trunk.authType,
    sip_domain: `${trunk.id.replace('_', '-')}.sip.tryvox.io`,
    termination_uri: trunk.terminationUri,
    origination_uris: [...trunk.originationUris],
    max_channels: trunk.maxChannels,
    status: 'active',
    created_at: toIso(trunk.createdAt),
  }
}
