import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox'
import type { Static } from '@sinclair/typebox'
import { Type } from '@sinclair/typebox'
import { Choice } from '../base/choice.ts'
import { owned } from '../domain/configure.ts'
import type { NumberPage } from '../store/store.ts'
import type { Admit } from './admission.ts'
import { guard } from './admission.ts'
import { toNumberBody } from './body.ts'
import { responses } from './operation.ts'
import type { NumberList } from './schema.ts'
import { AccountPath, NumberPath } from './schema.ts'

/** The two reads in which a configuration shows: "List Your Numbers", and one number, which only a client tells of. */
export const numbers: FastifyPluginCallbackTypebox<{ admit: Admit }> = (app, { admit }, done) => {
  app.get('', { schema: listNumbers, onRequest: guard(admit, 'listNumbers', null) }, async request => {
    const { access, store } = request.admission
    const { country, status, page = 1, per_page = 20 } = request.query
    const offset = (page - 1) * per_page
    const { accountId } = access
    const query = { accountId, country: country?.toUpperCase(), status, offset, limit: per_page }
    return toList(await store.listNumbers(query), page, per_page)
  })
  app.get('/:e164', { schema: getNumber, onRequest: guard(admit, 'getNumber', null) }, async request => {
    const { access, store } = request.admission
    return toNumberBody(owned(access.accountId, await store.findNumber(request.params.e164)))
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

const example = {
  e164: '+14155551234',
  country: 'US',
  type: 'local',
  region: 'CA',
  status: 'active',
  capabilities: ['voice', 'sms', 'mms'],
  monthly_fee: 1.25,
  setup_fee: 0,
  currency: 'USD',
  trunk_id: 'trunk_abc123',
  application_id: null,
  created_at: '2026-03-15T08:20:00Z',
  updated_at: '2026-04-01T14:30:00Z',
}

const tags = ['Numbers']

const listNumbers = {
  operationId: 'listNumbers',
  tags,
  summary: 'List the numbers of the account',
  description: 'A page of the numbers, sorted by E.164. A page past the end is empty.',
  params: AccountPath,
  querystring: Type.Object({
    country: Type.Optional(Type.String({ pattern: '^[A-Za-z]{2}$', description: 'ISO 3166-1 alpha-2.' })),
    status: Type.Optional(Choice('active', 'pending', 'suspended')),
    page: Type.Optional(Type.Integer({ minimum: 1, default: 1 })),
    per_page: Type.Optional(Type.Integer({ minimum: 1, maximum: 100, default: 20 })),
  }),
  response: responses(
    {
      says: 'A page of the numbers.',
      is: 'NumberList',
      example: { data: [example], pagination: { total: 1, count: 1, per_page: 20, current_page: 1, total_pages: 1 } },
    },
    ['account_forbidden', 'request_invalid'],
  ),
}

const getNumber = {
  operationId: 'getNumber',
  tags,
  summary: 'Get a number',
  description: 'The whole number, with where its inbound calls go.',
  params: NumberPath,
  response: responses({ says: 'The number.', is: 'Number', example }, [
    'account_forbidden',
    'number_invalid',
    'number_not_found',
  ]),
}
