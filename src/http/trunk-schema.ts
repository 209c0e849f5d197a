import type { Static } from '@sinclair/typebox'
import { Type } from '@sinclair/typebox'
import { Choice } from '../base/choice.ts'
import { Nullable, NullableText, Timestamp } from '../base/schema.ts'
import { SipUri } from '../base/sip-uri.ts'
import { Text } from '../base/text.ts'
import { trunkIdPattern } from '../domain/identifier.ts'
import { responses } from './operation.ts'
import { AccountPath } from './schema.ts'

/** docs:/sip-trunking/create-trunk, the request. */
const TrunkFields = Type.Object(
  {
    name: Text({ minLength: 1, maxLength: 100 }),
    auth_type: Choice('ip', 'credential'),
    termination_uri: Type.Optional(Nullable(SipUri, { description: 'For outbound calls.' })),
    origination_uris: Type.Optional(Type.Array(SipUri, { maxItems: 100, description: 'For inbound calls, in order.' })),
    max_channels: Type.Optional(
      Type.Integer({ minimum: 0, maximum: 1e6, default: 0, description: 'Calls at once; 0 is without limit.' }),
    ),
  },
  { examples: [{ name: 'Main PBX', auth_type: 'ip', origination_uris: ['sip:pbx.example.com:5060'] }] },
)
export type TrunkFields = Static<typeof TrunkFields>

/** docs:/sip-trunking/create-trunk, the answer. */
export const TrunkBody = Type.Object(
  {
    id: Type.String({ description: 'For trunk_id.' }),
    name: Type.String(),
    auth_type: Choice('ip', 'credential'),
    sip_domain: Type.String({ description: 'Where calls from the trunk are sent.' }),
    termination_uri: NullableText('A SIP URI for outbound calls.'),
    origination_uris: Type.Array(Type.String({ description: 'A SIP URI.' }), { description: 'For inbound calls.' }),
    max_channels: Type.Integer({ description: 'Calls at once; 0 is without limit.' }),
    status: Type.String({ description: 'Always "active".' }),
    created_at: Timestamp('ISO 8601 in whole seconds.'),
  },
  { $id: 'Trunk', additionalProperties: false, description: 'A SIP trunk of the account.' },
)
export type TrunkBody = Static<typeof TrunkBody>

export const TrunkList = Type.Object(
  { data: Type.Array(Type.Ref('Trunk')) },
  { $id: 'TrunkList', additionalProperties: false, description: 'All trunks of the account.' },
)

const TrunkPath = Type.Object({
  ...AccountPath.properties,
  trunk_id: Type.String({ pattern: trunkIdPattern, examples: ['trunk_abc123'] }),
})

const example = {
  id: 'trunk_4x5y6z',
  name: 'Main PBX',
  auth_type: 'ip',
  sip_domain: 'trunk-4x5y6z.sip.tryvox.io',
  termination_uri: null,
  origination_uris: ['sip:pbx.example.com:5060'],
  max_channels: 0,
  status: 'active',
  created_at: '2026-04-09T11:00:00Z',
}
const tags = ['Trunks']
const one = ['account_forbidden', 'trunk_id_invalid', 'trunk_not_found'] as const
const changing = ['request_invalid', 'trunk_change_forbidden', 'body_too_large'] as const

export const createTrunk = {
  operationId: 'createTrunk',
  tags,
  summary: 'Create a trunk',
  description: 'A trunk that numbers can be assigned to at once.',
  params: AccountPath,
  body: TrunkFields,
  response: responses({ status: 201, says: 'The trunk.', is: 'Trunk', example }, ['account_forbidden', ...changing]),
}

export const listTrunks = {
  operationId: 'listTrunks',
  tags,
  summary: 'List the trunks of the account',
  description: 'All of them, sorted by id.',
  params: AccountPath,
  response: responses({ says: 'The trunks.', is: 'TrunkList', example: { data: [example] } }, ['account_forbidden']),
}

export const getTrunk = {
  operationId: 'getTrunk',
  tags,
  summary: 'Get a trunk',
  description: 'The whole trunk.',
  params: TrunkPath,
  response: responses({ says: 'The trunk.', is: 'Trunk', example }, one),
}

export const updateTrunk = {
  operationId: 'updateTrunk',
  tags,
  summary: 'Replace a trunk',
  description: 'With the parameters of its creation: what is left out takes its default.',
  params: TrunkPath,
  body: TrunkFields,
  response: responses({ says: 'The trunk.', is: 'Trunk', example }, [...one, ...changing]),
}

export const deleteTrunk = {
  operationId: 'deleteTrunk',
  tags,
  summary: 'Delete a trunk',
  description: 'Its numbers become unassigned: they reject inbound calls with a busy signal.',
  params: TrunkPath,
  response: responses({ status: 204, says: 'It is gone.' }, [...one, 'trunk_change_forbidden']),
}
