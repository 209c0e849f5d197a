import { Type } from '@sinclair/typebox'
import { Choice } from '../base/choice.ts'
import { responses } from './operation.ts'
import { AccountPath, NumberPath } from './schema.ts'

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

export const listNumbers = {
  operationId: 'listNumbers',
  tags,
  summary: 'List the numbers of the account',
  description: 'Returns a page of the numbers, sorted by E.164. A page past the end is empty.',
  params: AccountPath,
  querystring: Type.Object({
    country: Type.Optional(Type.String({ pattern: '^[A-Za-z]{2}$', description: 'ISO 3166-1 alpha-2.' })),
    status: Type.Optional(Choice('active', 'pending', 'suspended')),
    page: Type.Optional(Type.Integer({ minimum: 1, maximum: 1e9, default: 1 })),
    per_page: Type.Optional(Type.Integer({ minimum: 1, maximum: 100, default: 20 })),
  }),
  response: responses(
    {
      meaning: 'A page of the numbers.',
      schema: 'NumberList',
      example: { data: [example], pagination: { total: 1, count: 1, per_page: 20, current_page: 1, total_pages: 1 } },
    },
    ['account_forbidden', 'request_invalid'],
  ),
}

export const getNumber = {
  operationId: 'getNumber',
  tags,
  summary: 'Get a number',
  description: 'Returns the number with its assignment.',
  params: NumberPath,
  response: responses({ meaning: 'The number.', schema: 'Number', example }, [
    'account_forbidden',
    'number_invalid',
    'number_not_found',
  ]),
}
