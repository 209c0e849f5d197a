import { createHash } from 'node:crypto'
import { isDeepStrictEqual } from 'node:util'
import { toIso } from '../domain/clock.ts'
import type { DestinationKind, PhoneNumber } from '../domain/number.ts'
import { assignedId } from '../domain/number.ts'
import type { Seed } from './seed.ts'
import { toNumber } from './seed-check.ts'
import { readApplication, readTrunk, toSeedDestination } from './seed-destination.ts'
import type { SeedApplication, SeedFile, SeedNumber } from './seed-file.ts'

/** One row of a seed file: in which list it stands, what names it there, and the row. */
interface SeedRow {
  readonly list: keyof SeedFile
  readonly id: string
  readonly row: object
}

/** A seed as rows of a seed file, keys as SHA-256, in an order that depends on nothing but the seed. */
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

const pieceLength = 64 * 1024

/** A seed as the JSON text of its file, in pieces: keys as SHA-256, without the secrets of webhooks, each row as shown. */
export function* seedText(seed: Seed, show: (row: object) => object): Generator<string> {
  let text = '{'
  for (const [list, rows] of Object.entries(rowsOf)) {
    text += `${list === 'accounts' ? '' : ','}"${list}":[`
    let separator = ''
    for (const { row } of rows(seed)) {
      const { webhook_secret: _, ...shown } = row as SeedApplication
      text += separator + JSON.stringify(show(shown))
      separator = ','
      if (text.length < pieceLength) continue
      yield text
      text = ''
    }
    text += ']'
  }
  yield `${text}}`
}

/** What tells two seeds apart: the SHA-256 of what their rows say, whatever defaults a version adds to that. */
export function checksum(seed: Seed, said: (row: SeedRow) => object = withoutDefaults): string {
  const sum = createHash('sha256')
  for (const row of seedRows(seed)) sum.update(`${row.list} ${JSON.stringify(said(row))}\n`)
  return sum.digest('hex')
}

/** That of rows with their defaults, as version 0.1.0 began databases with it. */
export function oldChecksum(seed: Seed): string {
  return checksum(seed, ({ row }) => row)
}

const nameless = { id: '', account_id: '' }
const defaults: Record<SeedRow['list'], object> = {
  accounts: {},
  keys: { access: 'full' },
  trunks: toSeedDestination(readTrunk(nameless)),
  applications: toSeedDestination(readApplication(nameless)),
  numbers: toSeedNumber(toNumber({ e164: '', account_id: '' }, null)),
}

function withoutDefaults({ list, id, row }: SeedRow): object {
  const { created_at } = row as SeedNumber
  const known: Record<string, unknown> = { ...defaults[list], name: id, updated_at: created_at }
  return Object.fromEntries(Object.entries(row).filter(([field, value]) => !isDeepStrictEqual(value, known[field])))
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
