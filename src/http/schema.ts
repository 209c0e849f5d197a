import type { Static } from '@sinclair/typebox'
import { Type } from '@sinclair/typebox'
import { Choice } from '../base/choice.ts'
import { NullableText, timestampSchema } from '../base/schema.ts'
import { applicationIdPattern, e164Pattern, trunkIdPattern } from '../domain/identifier.ts'

const common = {
  e164: Type.String({ description: 'Phone number in E.164 format.' }),
  trunkId: NullableText('The assigned trunk; null if none is assigned.'),
  applicationId: NullableText('The assigned voice application; null if none is assigned.'),
  updatedAt: timestampSchema('Time of the last configuration change, ISO 8601 in whole seconds.'),
}

/** The response of the four operations; "Response Fields" on the vendor's page. */
export const Configuration = Type.Object(
  {
    e164: common.e164,
    trunk_id: common.trunkId,
    application_id: common.applicationId,
    status: Type.String({ description: 'Number status: always "active" for configured numbers.' }),
    updated_at: common.updatedAt,
  },
  { $id: 'Configuration', additionalProperties: false, description: 'The assignment of a number.' },
)
export type Configuration = Static<typeof Configuration>

/** The response of the two DELETE operations. The examples on the page also have a `message`, which its table omits. */
export const Unassigned = Type.Object(
  { ...Configuration.properties, message: Type.String({ description: 'States what was unassigned.' }) },
  {
    $id: 'Unassigned',
    additionalProperties: false,
    description: 'The assignment of a number after it was unassigned.',
  },
)

/** docs:/numbers/list. Fees are JSON numbers with two decimals. */
export const NumberBody = Type.Object(
  {
    e164: common.e164,
    country: Type.String({ description: 'ISO 3166-1 alpha-2.' }),
    type: Choice('local', 'toll_free', 'mobile'),
    region: Type.String({ description: 'State or region.' }),
    status: Choice('active', 'pending', 'suspended'),
    capabilities: Type.Array(Choice('voice', 'sms', 'mms')),
    monthly_fee: Type.Number({ description: 'The amount in `currency`.' }),
    setup_fee: Type.Number({ description: 'The amount in `currency`.' }),
    currency: Type.String({ description: 'ISO 4217.' }),
    trunk_id: common.trunkId,
    application_id: common.applicationId,
    created_at: timestampSchema('Time of purchase, ISO 8601 in whole seconds.'),
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
        total: Type.Integer({ description: 'The number of matching numbers on all pages.' }),
        count: Type.Integer({ description: 'The number of numbers on this page.' }),
        per_page: Type.Integer(),
        current_page: Type.Integer(),
        total_pages: Type.Integer(),
      },
      { additionalProperties: false },
    ),
  },
  { $id: 'NumberList', additionalProperties: false, description: 'A page of the numbers of the account.' },
)

/** The body of an error; docs:/getting-started/errors. */
export const ErrorBody = Type.Object(
  {
    error: Type.Object(
      {
        code: Type.String({ description: 'A code for programs, e.g. VALIDATION_FAILED.' }),
        message: Type.String({ description: 'A message for people.' }),
        details: Type.Optional(
          Type.Array(Type.Object({ field: Type.String(), reason: Type.String() }, { additionalProperties: false })),
        ),
      },
      { additionalProperties: false },
    ),
  },
  { $id: 'Error', additionalProperties: false, description: 'The error of a request.' },
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
    description: 'The number in E.164 format, with the plus sign as + or %2B.',
    examples: ['+14155551234'],
  }),
})
