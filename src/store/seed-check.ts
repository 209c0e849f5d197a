import { hasLoneSurrogate, surrogateReason } from '../base/json.ts'
import { Redactor } from '../base/redaction.ts'
import { didYouMean } from '../base/suggestion.ts'
import type { Steps } from '../base/turns.ts'
import { runToEnd } from '../base/turns.ts'
import type { Access } from '../domain/access.ts'
import { fromIso } from '../domain/clock.ts'
import type { Destination } from '../domain/destination.ts'
import type { Assignment, DestinationKind, PhoneNumber } from '../domain/number.ts'
import { hashKey, holdsLiveKey, liveKeyFound, whyNotKept } from './key.ts'
import type { Seed } from './seed.ts'
import { destinationKey, makeSeed } from './seed.ts'
import { purchased, readApplication, readTrunk } from './seed-destination.ts'
import type { SeedFile, SeedKey, SeedNumber } from './seed-file.ts'
import { checkShape, SeedError } from './seed-shape.ts'

/** The seed that a file's JSON describes. Refuses with a `SeedMistake` before anything is kept of it. */
export function readSeed(json: unknown): Seed {
  return runToEnd(readSeedInSteps(json))
}

/** The same, a row in each step. */
export function* readSeedInSteps(json: unknown): Steps<Seed> {
  try {
    return yield* read(json)
  } catch (error) {
    throw error instanceof SeedError ? error.without(new Redactor({ secrets: secretsOf(json) })) : error
  }
}

/** The keys and secrets in a seed, whatever else is wrong with it: one may be repeated in a wrong place. */
export function secretsOf(json: unknown): string[] {
  const { keys, applications } = Object(json) as { keys?: unknown; applications?: unknown }
  const rows = [keys, applications].filter(Array.isArray).flat().map(Object)
  return rows.flatMap(row => [row.key, row.webhook_secret]).filter(each => typeof each === 'string')
}

function* read(json: unknown): Steps<Seed> {
  const file = yield* checkShape(json)
  yield* checkTexts(file)
  const accounts = yield* index('accounts', file.accounts ?? [], account => account.id)
  const destinations = yield* readDestinations(file, accounts)
  const numbers: PhoneNumber[] = []
  for (const number of (yield* index('numbers', file.numbers ?? [], each => each.e164)).values()) {
    const place = `numbers[${numbers.length}]`
    belongs(place, number.account_id, accounts)
    numbers.push(toNumber(number, readAssignment(place, number, destinations)))
    yield
  }
  const keys = yield* readKeys(file.keys ?? [], accounts)
  return yield* makeSeed({ accounts: accounts.keys(), keys, destinations: destinations.values(), numbers })
}

/** Refuses texts that cannot be kept. A live key in the list of keys is refused in its own words. */
function* checkTexts({ accounts = [], trunks = [], applications = [], numbers = [] }: SeedFile): Steps<void> {
  yield* checkTextsOf('accounts', accounts, row => row)
  yield* checkTextsOf('trunks', trunks, row => row)
  yield* checkTextsOf('applications', applications, row => row)
  yield* checkTextsOf('numbers', numbers, ({ region }) => ({ region }))
}

function* checkTextsOf<R>(list: string, rows: readonly R[], textsOf: (row: R) => object): Steps<void> {
  for (const [at, row] of rows.entries()) {
    for (const [field, value] of Object.entries(textsOf(row))) {
      if (holdsLiveKey(value)) throw new SeedError(`${list}[${at}].${field}`, liveKeyFound)
      if (hasLoneSurrogate(value)) throw new SeedError(`${list}[${at}].${field}`, surrogateReason)
    }
    yield
  }
}

function* readDestinations(file: SeedFile, accounts: ReadonlyMap<string, unknown>): Steps<Map<string, Destination>> {
  const found = new Map<string, Destination>()
  function* add<R>(list: string, rows: readonly R[], readRow: (row: R) => Destination): Steps<void> {
    const read: Destination[] = []
    for (const row of rows) {
      read.push(readRow(row))
      yield
    }
    yield* index(list, read, each => each.id)
    for (const [at, destination] of read.entries()) {
      belongs(`${list}[${at}]`, destination.accountId, accounts)
      found.set(destinationKey(destination), destination)
      yield
    }
  }
  yield* add('trunks', file.trunks ?? [], readTrunk)
  yield* add('applications', file.applications ?? [], readApplication)
  return found
}

function* readKeys(rows: readonly SeedKey[], accounts: ReadonlyMap<string, unknown>): Steps<Map<string, Access>> {
  const keys = new Map<string, Access>()
  for (const [at, row] of rows.entries()) {
    const place = `keys[${at}]`
    belongs(place, row.account_id, accounts)
    const known = keyHash(place, row)
    if (keys.has(known)) throw new SeedError(place, 'is a key that stands here twice')
    keys.set(known, { accountId: row.account_id, access: row.access ?? 'full' })
    yield
  }
  return keys
}

function keyHash(place: string, { key, sha256 }: SeedKey): string {
  if (key !== undefined && sha256 !== undefined) throw new SeedError(place, 'has both key and sha256; give one')
  if (key === undefined) {
    if (sha256 === undefined) throw new SeedError(place, 'has neither key nor sha256; give one')
    return sha256
  }
  const wrong = whyNotKept(key)
  if (wrong !== null) throw new SeedError(`${place}.key`, wrong)
  return hashKey(key)
}

function readAssignment(place: string, row: SeedNumber, destinations: ReadonlyMap<string, Destination>): Assignment {
  const trunk = row.trunk_id ?? null
  const application = row.application_id ?? null
  if (trunk !== null && application !== null) {
    throw new SeedError(place, 'has both trunk_id and application_id; a number goes to one or the other')
  }
  const wanted = trunk ?? application
  if (wanted === null) return null
  const kind: DestinationKind = trunk === null ? 'application' : 'trunk'
  const found = destinations.get(destinationKey({ kind, id: wanted }))
  if (found === undefined) {
    const others = [...destinations.values()].filter(each => each.accountId === row.account_id && each.kind === kind)
    throw missing(
      `${place}.${kind}_id`,
      wanted,
      others.map(each => each.id),
    )
  }
  if (found.accountId !== row.account_id) {
    throw new SeedError(`${place}.${kind}_id`, `"${wanted}" belongs to account "${found.accountId}"`)
  }
  return { kind, id: wanted }
}

/** A number as it stands in a seed; what is left out is as in the vendor's first sample. */
export function toNumber(row: SeedNumber, assignment: Assignment): PhoneNumber {
  const created = row.created_at ?? purchased
  return {
    e164: row.e164,
    accountId: row.account_id,
    assignment,
    status: row.status ?? 'active',
    country: row.country ?? 'US',
    type: row.type ?? 'local',
    region: row.region ?? 'CA',
    capabilities: row.capabilities ?? ['voice'],
    monthlyFee: row.monthly_fee ?? 1.25,
    setupFee: row.setup_fee ?? 0,
    currency: row.currency ?? 'USD',
    createdAt: fromIso(created),
    updatedAt: fromIso(row.updated_at ?? created),
  }
}

function belongs(place: string, account: string, accounts: ReadonlyMap<string, unknown>): void {
  if (!accounts.has(account)) throw missing(`${place}.account_id`, account, accounts.keys())
}

function missing(place: string, wanted: string, known: Iterable<string>): SeedError {
  return new SeedError(place, `"${wanted}" does not exist${didYouMean(wanted, known)}`)
}

function* index<T>(list: string, rows: readonly T[], idOf: (row: T) => string): Steps<Map<string, T>> {
  const found = new Map<string, T>()
  for (const [at, row] of rows.entries()) {
    if (found.has(idOf(row))) throw new SeedError(`${list}[${at}]`, `"${idOf(row)}" stands here twice`)
    found.set(idOf(row), row)
    yield
  }
  return found
}
