import type { Static } from '@sinclair/typebox'
import { Type } from '@sinclair/typebox'
import { Choice } from '../base/choice.ts'
import { Nullable } from '../base/schema.ts'
import { SipUri } from '../base/sip-uri.ts'
import { Text } from '../base/text.ts'
import { WebUrl } from '../base/web-url.ts'
import { WholeSeconds } from '../base/whole-seconds.ts'
import {
  accountIdPattern,
  applicationIdPattern,
  e164Pattern,
  keyPattern,
  secretPattern,
  trunkIdPattern,
} from '../domain/identifier.ts'

const closed = { additionalProperties: false }

const AccountId = Type.String({ pattern: accountIdPattern })
const TrunkId = Type.String({ pattern: trunkIdPattern })
const ApplicationId = Type.String({ pattern: applicationIdPattern })
const SeedTrunk = Type.Object(
  {
    id: TrunkId,
    account_id: AccountId,
    name: Type.Optional(Text({ minLength: 1, maxLength: 100, description: 'Defaults to the id.' })),
    auth_type: Type.Optional(Choice('ip', 'credential')),
    termination_uri: Type.Optional(Nullable(SipUri)),
    origination_uris: Type.Optional(Type.Array(SipUri, { maxItems: 100 })),
    max_channels: Type.Optional(Type.Integer({ minimum: 0, maximum: 1e6, description: '0 means no limit.' })),
    created_at: Type.Optional(WholeSeconds),
  },
  closed,
)

const SeedApplication = Type.Object(
  {
    id: ApplicationId,
    account_id: AccountId,
    answer_url: Type.Optional(Nullable(WebUrl)),
    answer_method: Type.Optional(Choice('GET', 'POST')),
    hangup_url: Type.Optional(Nullable(WebUrl)),
    webhook_secret: Type.Optional(
      Type.String({
        pattern: secretPattern,
        description: 'Visible ASCII. Never included in a state; if omitted, the application keeps its current secret.',
      }),
    ),
  },
  closed,
)

const SeedNumber = Type.Object(
  {
    e164: Type.String({ pattern: e164Pattern, description: 'E.164; unique across all accounts.' }),
    account_id: AccountId,
    trunk_id: Type.Optional(Nullable(TrunkId)),
    application_id: Type.Optional(Nullable(ApplicationId)),
    status: Type.Optional(Choice('active', 'pending', 'suspended')),
    country: Type.Optional(Type.String({ pattern: '^[A-Z]{2}$', description: 'ISO 3166-1 alpha-2.' })),
    type: Type.Optional(Choice('local', 'toll_free', 'mobile')),
    region: Type.Optional(Text({ maxLength: 100 })),
    capabilities: Type.Optional(Type.Array(Choice('voice', 'sms', 'mms'), { uniqueItems: true })),
    monthly_fee: Type.Optional(Type.Number({ minimum: 0, maximum: 1e6 })),
    setup_fee: Type.Optional(Type.Number({ minimum: 0, maximum: 1e6 })),
    currency: Type.Optional(Type.String({ pattern: '^[A-Z]{3}$' })),
    created_at: Type.Optional(WholeSeconds),
    updated_at: Type.Optional(WholeSeconds),
  },
  closed,
)

const SeedKey = Type.Object(
  {
    key: Type.Optional(
      Type.String({ pattern: keyPattern, description: 'Visible ASCII, without a double underscore.' }),
    ),
    sha256: Type.Optional(
      Type.String({
        pattern: '^[0-9a-f]{64}$',
        description: 'The hexadecimal SHA-256 of the key, instead of the key.',
      }),
    ),
    account_id: AccountId,
    access: Type.Optional(Choice('full', 'read')),
  },
  closed,
)

/** The content of a seed file: flat lists, all of them optional. `openapi/seed.schema.json` is generated from it. */
export const SeedFile = Type.Object(
  {
    accounts: Type.Optional(Type.Array(Type.Object({ id: AccountId }, closed))),
    keys: Type.Optional(Type.Array(SeedKey)),
    trunks: Type.Optional(Type.Array(SeedTrunk)),
    applications: Type.Optional(Type.Array(SeedApplication)),
    numbers: Type.Optional(Type.Array(SeedNumber)),
  },
  { ...closed, title: 'Seed', description: 'The initial state of tryvox-sandbox.' },
)
export type SeedFile = Static<typeof SeedFile>
export type SeedKey = Static<typeof SeedKey>
export type SeedNumber = Static<typeof SeedNumber>
export type SeedTrunk = Static<typeof SeedTrunk>
export type SeedApplication = Static<typeof SeedApplication>

const NumberChanges = Type.Omit(SeedNumber, ['e164', 'account_id'])
const TrunkChanges = Type.Omit(SeedTrunk, ['id', 'account_id'])
const ApplicationChanges = Type.Omit(SeedApplication, ['id', 'account_id'])

/** Rows to change, each with its id and the fields to change. */
export const SeedChanges = Type.Object(
  {
    keys: Type.Optional(Type.Array(Type.Object(Type.Omit(SeedKey, ['account_id']).properties, closed))),
    trunks: Type.Optional(Type.Array(Type.Object({ id: TrunkId, ...TrunkChanges.properties }, closed))),
    applications: Type.Optional(
      Type.Array(Type.Object({ id: ApplicationId, ...ApplicationChanges.properties }, closed)),
    ),
    numbers: Type.Optional(
      Type.Array(Type.Object({ e164: SeedNumber.properties.e164, ...NumberChanges.properties }, closed)),
    ),
  },
  closed,
)
export type NumberChanges = Static<typeof NumberChanges>
export type TrunkChanges = Static<typeof TrunkChanges>
export type ApplicationChanges = Static<typeof ApplicationChanges>
