import type { Application, Destination, Trunk } from '../domain/destination.ts'
import type { DestinationKind } from '../domain/number.ts'

/** A row of the table `trunks`. */
export interface TrunkRow {
  readonly id: string
  readonly account_id: string
  readonly name: string
  readonly auth_type: Trunk['authType']
  readonly termination_uri: string | null
  readonly origination_uris: string
  readonly max_channels: number
  readonly created_at: number
}

/** A row of the table `applications`. */
export interface ApplicationRow {
  readonly id: string
  readonly account_id: string
  readonly answer_url: string | null
  readonly answer_method: Application['answerMethod']
  readonly hangup_url: string | null
  readonly webhook_secret: string | null
}

export const destinationColumns: Readonly<Record<DestinationKind, readonly string[]>> = {
  trunk: [
    'id',
    'account_id',
    'name',
    'auth_type',
    'termination_uri',
    'origination_uris',
    'max_channels',
    'created_at',
  ] satisfies (keyof TrunkRow)[],
  application: [
    'id',
    'account_id',
    'answer_url',
    'answer_method',
    'hangup_url',
    'webhook_secret',
  ] satisfies (keyof ApplicationRow)[],
}

export function toTrunk(row: TrunkRow): Trunk {
  return {
    kind: 'trunk',
    id: row.id,
    accountId: row.account_id,
    name: row.name,
    authType: row.auth_type,
    terminationUri: row.termination_uri,
    originationUris: JSON.parse(row.origination_uris),
    maxChannels: row.max_channels,
    createdAt: row.created_at,
  }
}

export function toApplication(row: ApplicationRow): Application {
  return {
    kind: 'application',
    id: row.id,
    accountId: row.account_id,
    answerUrl: row.answer_url,
    answerMethod: row.answer_method,
    hangupUrl: row.hangup_url,
    webhookSecret: row.webhook_secret,
  }
}

export function toDestinationRow(destination: Destination): TrunkRow | ApplicationRow {
  const { id, accountId: account_id } = destination
  if (destination.kind === 'application') {
    return {
      id,
      account_id,
      answer_url: destination.answerUrl,
      answer_method: destination.answerMethod,
      hangup_url: destination.hangupUrl,
      webhook_secret: destination.webhookSecret,
    }
  }
  return {
    id,
    account_id,
    name: destination.name,
    auth_type: destination.authType,
    termination_uri: destination.terminationUri,
    origination_uris: JSON.stringify(destination.originationUris),
    max_channels: destination.maxChannels,
    created_at: destination.createdAt,
  }
}
