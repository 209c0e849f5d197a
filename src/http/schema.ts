import type { Static } from '@sinclair/typebox'
import { Type } from '@sinclair/typebox'
import { Choice } from '../base/choice.ts'
import { NullableText, Timestamp } from '../base/schema.ts'
import { applicationIdPattern, e164Pattern, trunkIdPattern } from '../domain/identifier.ts'

const common = {
  e164: Type.String({ description: 'Phone number in E.164 format.' }),
  trunkId: NullableText('The trunk that inbound calls go to; null when none is assigned.'),
  applicationId: NullableText('The voice application that inbound calls go to; null when none is assigned.'),
  updatedAt: Timestamp('Time of the last configuration change, ISO 8601 in whole seconds.'),
}

/** Page: "Response Fields". */
export const Configuration = Type.Object(
  {
    e164: common.e164,
    trunk_id: common.trunkId,
    application_id: common.applicationId,
    status: Type.String({ description: 'Number status: always "active" for configured numbers.' }),
    updated_at: common.updatedAt,
  },
  { $id: 'Configuration', additionalProperties: false, description: 'Where inbound calls to a number go.' },
)
export type Configuration = Static<typeof Configuration>

/** The page's unassign examples have a `message` besides, which its field table does not list. */
export const Unassigned = Type.Object(
  { ...Configuration.properties, message: Type.String({ description: 'What was unassigned.' }) },
  { $id: 'Unassigned', additionalProperties: false, description: 'Where inbound calls go after an unassignment.' },
)

/** docs:/numbers/list. Fees are JSON numbers with two decimals, in its currency. */
export const NumberBody = Type.Object(
  {
    e164: common.e164,
    country: Type.String({ description: 'ISO 3166-1 alpha-2.' }),
    type: Choice('local', 'toll_free', 'mobile'),
    region: Type.String({ description: 'State or region.' }),
    status: Choice('active', 'pending', 'suspended'),
    capabilities: Type.Array(Choice('voice', 'sms', 'mms')),
    monthly_fee: Type.Number({ description: 'In `currency`.' }),
    setup_fee: Type.Number({ description: 'In `currency`.' }),
    currency: Type.String({ description: 'ISO 4217.' }),
    trunk_id: common.trunkId,
    application_id: common.applicationId,
    created_at: Timestamp('Time of purchase, ISO 8601 in whole seconds.'),
    updated_at: common.updatedAt,
  },
  { $id: 'Number', additionalProperties: false, description: 'A phone number of the account.' },
)
export type NumberBody = Static<typeof NumberBody>

export const NumberList = Type.Object(
  {
    data: Type.Array(Type.Ref('Number')),
    pagination: Type.Object(
      {
        total: Type.Integer({ description: 'Numbers that match, on all pages.' }),
        count: Type.Integer({ description: 'Numbers on this page.' }),
        per_page: Type.Integer(),
        current_page: Type.Integer(),
        total_pages: Type.Integer(),
      },
      { additionalProperties: false },
    ),
  },
  { $id: 'NumberList', additionalProperties: false, description: 'A page of the numbers of the account.' },
)

/** docs:/getting-started/errors. */
export const ErrorBody = Type.Object(
  {
    error: Type.Object(
      {
        code: Type.String({ description: 'For machines, e.g. VALIDATION_FAILED.' }),
        message: Type.String({ description: 'For people.' }),
        details: Type.Optional(
          Type.Array(Type.Object({ field: Type.String(), reason: Type.String() }, { additionalProperties: false })),
        ),
      },
      { additionalProperties: false },
    ),
  },
  { $id: 'Error', additionalProperties: false, description: 'Why a request was refused.' },
)

export const TrunkAssignment = Type.Object(
  { trunk_id: Type.String({ pattern: trunkIdPattern, description: 'ID of the trunk to assign.' }) },
  { examples: [{ trunk_id: 'trunk_abc123' }] },
)
export const ApplicationAssignment = Type.Object(
  { application_id: Type.String({ pattern: applicationIdPattern, description: 'ID of the voice application.' }) },
  { examples: [{ application_id: 'app_xyz789' }] },
)

export const AccountPath = Type.Object({
  account_id: Type.String({ description: 'The account of the API key.', examples: ['acc_123abc'] }),
})
export const NumberPath = Type.Object({
  ...AccountPath.properties,
  e164: Type.String({
    pattern: e164Pattern,
    description: 'E.164, the plus sign raw or as %2B.',
    examples: ['+14155551234'],
  }),
})
