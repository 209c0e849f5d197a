import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox'
import type { Static } from '@sinclair/typebox'
import { requireOwnedNumber } from '../domain/assignment.ts'
import type { NumberPage } from '../store/store.ts'
import type { Authenticate } from './auth-context.ts'
import { requireAuth } from './auth-context.ts'
import { toNumberBody } from './body.ts'
import { getNumber, listNumbers } from './number-schema.ts'
import type { NumberList } from './schema.ts'

/** The operations that read numbers: "List Your Numbers", and one number, which only the vendor's public client uses. */
export const numbers: FastifyPluginCallbackTypebox<{ authenticate: Authenticate }> = (app, { authenticate }, done) => {
  app.get('', { schema: listNumbers, onRequest: requireAuth(authenticate, 'listNumbers', null) }, async request => {
    const { access, store } = request.auth
    const { country, status, page = 1, per_page = 20 } = request.query
    const offset = (page - 1) * per_page
    const { accountId } = access
    const query = { accountId, country: country?.toUpperCase(), status, offset, limit: per_page }
    return toList(await store.listNumbers(query), page, per_page)
  })
  app.get('/:e164', { schema: getNumber, onRequest: requireAuth(authenticate, 'getNumber', null) }, async request => {
    const { access, store } = request.auth
    return toNumberBody(requireOwnedNumber(access.accountId, await store.findNumber(request.params.e164)))
  })
  done()
}

function toList({ total, numbers }: NumberPage, page: number, perPage: number): Static<typeof NumberList> {
  return {
    data: numbers.map(toNumberBody),
    pagination: {
      total,
      count: numbers.length,
      per_page: perPage,
      current_page: page,
      total_pages: Math.ceil(total / perPage),
    },
  }
}
