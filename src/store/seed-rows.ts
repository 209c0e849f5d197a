import { createHash } from 'node:crypto'
import { isDeepStrictEqual } from 'node:util'
import { toIso } from '../domain/clock.ts'
import type { DestinationKind, PhoneNumber } from '../domain/number.ts'
import { assignedId } from '../domain/number.ts'
import type { Seed } from './seed.ts'
import { toNumber } from './seed-check.ts'
import { readApplication, readTrunk, toSeedDestination } from './seed-destination.ts'
import type { SeedApplication, SeedFile, SeedNumber } from './seed-file.ts'

/** One row of a seed file, with the name of its list and its id (SHA-256 or E.164 for keys and numbers). */
interface SeedRow {
  readonly list: keyof SeedFile
  readonly id: string
  readonly row: object
}

/** Converts a seed to the rows of a seed file, with keys as SHA-256. The order is deterministic. */
export function* seedRows(seed: Seed): Generator<SeedRow> {
  for (const list of ['accounts', 'keys', 'applications', 'trunks', 'numbers'] as const) yield* rowsOf[list](seed)
}

const rowsOf: Readonly<Record<SeedRow['list'], (seed: Seed) => Iterable<SeedRow>>> = {
  *accounts({ accounts }) {
    for (const id of accounts) yield { list: 'accounts', id, row: { id } }
  },
  *keys({ keys }) {
    for (const [sha256, { accountId, access }] of keys)
      yield { list: 'keys', id: sha256, row: { sha256, account_id: accountId, access } }
  },
  trunks: seed => destinationRows(seed, 'trunk'),
  applications: seed => destinationRows(seed, 'application'),
  *numbers({ numbers }) {
    for (const [e164, number] of numbers) yield { list: 'numbers', id: e164, row: toSeedNumber(number) }
  },
}

function* destinationRows({ destinations }: Seed, kind: DestinationKind): Generator<SeedRow> {
  for (const each of destinations.values())
    if (each.kind === kind) yield { list: `${kind}s`, id: each.id, row: toSeedDestination(each) }
}

/** In UTF-16 code units. */
const pieceLength = 64 * 1024

/**
 * Converts a seed to the JSON text of a seed file, in pieces of about 64 KiB. Keys become SHA-256, webhook secrets are
 * omitted, and every row passes through `redact`.
 */
export function* serializeSeed(seed: Seed, redact: (row: object) => object): Generator<string> {
  let text = '{'
  for (const [list, rows] of Object.entries(rowsOf)) {
    text += `${list === 'accounts' ? '' : ','}"${list}":[`
    let separator = ''
    for (const { row } of rows(seed)) {
      text += separator + JSON.stringify(redact(withoutSecret(row)))
      separator = ','
      if (text.length < pieceLength) continue
      yield text
      text = ''
    }
    text += ']'
  }
  yield `${text}}`
}

/** A row as a state shows it. */
export function withoutSecret(row: object): object {
  const { webhook_secret: _, ...publicRow } = row as SeedApplication
  return publicRow
}

/**
 * The hexadecimal SHA-256 of all rows of a seed, to compare seeds. Omits default values, so that the checksum stays the
 * same when a later version adds fields.
 */
export function checksum(seed: Seed, toContent: (row: SeedRow) => object = withoutDefaults): string {
  const sum = createHash('sha256')
  for (const row of seedRows(seed)) sum.update(`${row.list} ${JSON.stringify(toContent(row))}\n`)
  return sum.digest('hex')
}

/** The checksum including default values, which version 0.1.0 stored in databases. */
export function legacyChecksum(seed: Seed): string {
  return checksum(seed, ({ row }) => row)
}

const emptyIds = { id: '', account_id: '' }
const defaults: Record<SeedRow['list'], object> = {
  accounts: {},
  keys: { access: 'full' },
  trunks: toSeedDestination(readTrunk(emptyIds)),
  applications: toSeedDestination(readApplication(emptyIds)),
  numbers: toSeedNumber(toNumber({ e164: '', account_id: '' }, null)),
}

function withoutDefaults({ list, id, row }: SeedRow): object {
  const { created_at } = row as SeedNumber
  const defaultValues: Record<string, unknown> = { ...defaults[list], name: id, updated_at: created_at }
  return Object.fromEntries(
    Object.entries(row).filter(([field, value]) => !isDeepStrictEqual(value, defaultValues[field])),
  )
}

function toSeedNumber(number: PhoneNumber) {
  return {
    e164: number.e164,
    account_id: number.accountId,
    trunk_id: assignedId(number, 'trunk'),
    application_id: assignedId(number, 'application'),
    status: number.status,
    country: number.country,
    type: number.type,
    region: number.region,
    capabilities: number.capabilities,
    monthly_fee: number.monthlyFee,
    setup_fee: number.setupFee,
    currency: number.currency,
    created_at: toIso(number.createdAt),
    updated_at: toIso(number.updatedAt),
  }
}
