import { fromIso, toIso } from '../domain/clock.ts'
import type { Application, Destination, Trunk } from '../domain/destination.ts'
import type { SeedApplication, SeedTrunk } from './seed-file.ts'

/** The creation time of numbers and trunks if a seed does not give one: the time in the vendor's first sample. */
export const defaultCreatedAt = '2026-03-15T08:20:00Z'

/** Converts a trunk of a seed file. Missing fields get default values. */
export function readTrunk(row: SeedTrunk): Trunk {
  return {
    kind: 'trunk',
    id: row.id,
    accountId: row.account_id,
    name: row.name ?? row.id,
    authType: row.auth_type ?? 'ip',
    terminationUri: row.termination_uri ?? null,
    originationUris: row.origination_uris ?? [],
    maxChannels: row.max_channels ?? 0,
    createdAt: fromIso(row.created_at ?? defaultCreatedAt),
  }
}

/** Converts an application of a seed file. Missing fields get default values. */
export function readApplication(row: SeedApplication): Application {
  return {
    kind: 'application',
    id: row.id,
    accountId: row.account_id,
    answerUrl: row.answer_url ?? null,
    answerMethod: row.answer_method ?? 'POST',
    hangupUrl: row.hangup_url ?? null,
    webhookSecret: row.webhook_secret ?? null,
  }
}

/** Converts a destination to the row of a seed file that would create it. */
export function toSeedDestination(destination: Destination): SeedTrunk | SeedApplication {
  const { id, accountId: account_id } = destination
  if (destination.kind === 'application') {
    const { answerUrl, answerMethod, hangupUrl, webhookSecret } = destination
    const urls = { answer_url: answerUrl, answer_method: answerMethod, hangup_url: hangupUrl }
    return { id, account_id, ...urls, ...(webhookSecret !== null && { webhook_secret: webhookSecret }) }
  }
  return {
    id,
    account_id,
    name: destination.name,
    auth_type: destination.authType,
    termination_uri: destination.terminationUri,
    origination_uris: [...destination.originationUris],
    max_channels: destination.maxChannels,
    created_at: toIso(destination.createdAt),
  }
}
