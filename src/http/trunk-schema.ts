import type { Static } from '@sinclair/typebox'
import { Type } from '@sinclair/typebox'
import { Choice } from '../base/choice.ts'
import { Nullable, NullableText, timestampSchema } from '../base/schema.ts'
import { SipUri } from '../base/sip-uri.ts'
import { Text } from '../base/text.ts'
import { trunkIdPattern } from '../domain/identifier.ts'
import { responses } from './operation.ts'
import { AccountPath } from './schema.ts'

/** The request; docs:/sip-trunking/create-trunk. */
const TrunkInput = Type.Object(
  {
    name: Text({ minLength: 1, maxLength: 100 }),
    auth_type: Choice('ip', 'credential'),
    termination_uri: Type.Optional(Nullable(SipUri, { description: 'The SIP URI for outbound calls.' })),
    origination_uris: Type.Optional(
      Type.Array(SipUri, {
        maxItems: 100,
        description: 'The SIP URIs for inbound calls, in the order in which they are tried.',
      }),
    ),
    max_channels: Type.Optional(
      Type.Integer({
        minimum: 0,
        maximum: 1e6,
        default: 0,
        description: 'The maximum number of simultaneous calls; 0 means no limit.',
      }),
    ),
  },
  { examples: [{ name: 'Main PBX', auth_type: 'ip', origination_uris: ['sip:pbx.example.com:5060'] }] },
)
export type TrunkInput = Static<typeof TrunkInput>

/** The response; docs:/sip-trunking/create-trunk. */
export const TrunkBody = Type.Object(
  {
    id: Type.String({ description: 'The id to use as trunk_id.' }),
    name: Type.String(),
    auth_type: Choice('ip', 'credential'),
    sip_domain: Type.String({ description: 'The domain to which the trunk sends calls.' }),
    termination_uri: NullableText('A SIP URI for outbound calls.'),
    origination_uris: Type.Array(Type.String({ description: 'A SIP URI.' }), {
      description: 'The SIP URIs for inbound calls.',
    }),
    max_channels: Type.Integer({ description: 'The maximum number of simultaneous calls; 0 means no limit.' }),
    status: Type.String({ description: 'Always "active".' }),
    created_at: timestampSchema('ISO 8601 in whole seconds.'),
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
const commonErrors = ['account_forbidden', 'trunk_id_invalid', 'trunk_not_found'] as const
const changeErrors = ['request_invalid', 'trunk_change_forbidden', 'body_too_large'] as const

export const createTrunk = {
  operationId: 'createTrunk',
  tags,
  summary: 'Create a trunk',
  description: 'Creates a trunk. Numbers can be assigned to it at once.',
  params: AccountPath,
  body: TrunkInput,
  response: responses({ status: 201, meaning: 'The trunk.', schema: 'Trunk', example }, [
    'account_forbidden',
    ...changeErrors,
  ]),
}

export const listTrunks = {
  operationId: 'listTrunks',
  tags,
  summary: 'List the trunks of the account',
  description: 'Returns all trunks, sorted by id.',
  params: AccountPath,
  response: responses({ meaning: 'The trunks.', schema: 'TrunkList', example: { data: [example] } }, [
    'account_forbidden',
  ]),
}

export const getTrunk = {
  operationId: 'getTrunk',
  tags,
  summary: 'Get a trunk',
  description: 'Returns the trunk.',
  params: TrunkPath,
  response: responses({ meaning: 'The trunk.', schema: 'Trunk', example }, commonErrors),
}

export const updateTrunk = {
  operationId: 'updateTrunk',
  tags,
  summary: 'Replace a trunk',
  description: 'Takes the parameters of the creation. Omitted fields get their default.',
  params: TrunkPath,
  body: TrunkInput,
  response: responses({ meaning: 'The trunk.', schema: 'Trunk', example }, [...commonErrors, ...changeErrors]),
}

export const deleteTrunk = {
  operationId: 'deleteTrunk',
  tags,
  summary: 'Delete a trunk',
  description: 'Unassigns all numbers of the trunk. They reject inbound calls with a busy signal.',
  params: TrunkPath,
  response: responses({ status: 204, meaning: 'The trunk was deleted.' }, [...commonErrors, 'trunk_change_forbidden']),
}
