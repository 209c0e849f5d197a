import { hasLoneSurrogate, surrogateReason } from '../base/json.ts'
import { Redactor } from '../base/redaction.ts'
import { didYouMean } from '../base/suggestion.ts'
import type { Steps } from '../base/turns.ts'
import { runToEnd } from '../base/turns.ts'
import type { Access } from '../domain/access.ts'
import { fromIso } from '../domain/clock.ts'
import type { Destination } from '../domain/destination.ts'
import type { Assignment, DestinationKind, PhoneNumber } from '../domain/number.ts'
import { containsLiveKey, findKeyProblem, hashKey, liveKeyMessage } from './key.ts'
import type { Seed } from './seed.ts'
import { destinationKey, makeSeed } from './seed.ts'
import { defaultCreatedAt, readApplication, readTrunk } from './seed-destination.ts'
import type { SeedFile, SeedKey, SeedNumber } from './seed-file.ts'
import { checkShape, SeedError } from './seed-shape.ts'

/** Validates a parsed seed file and converts it to a seed. Throws a `SeedError` for the first error found. */
export function readSeed(json: unknown): Seed {
  return runToEnd(readSeedInSteps(json))
}

/** The same as `readSeed`, one row per step. */
export function* readSeedInSteps(json: unknown): Steps<Seed> {
  try {
    return yield* read(json)
  } catch (error) {
    throw error instanceof SeedError ? error.redacted(new Redactor({ secrets: secretsOf(json) })) : error
  }
}

/**
 * The API keys and webhook secrets in a seed, which can be invalid in any way. They are redacted in error messages,
 * because they can also occur in other fields.
 */
export function secretsOf(json: unknown): string[] {
  const { keys, applications } = Object(json) as { keys?: unknown; applications?: unknown }
  const rows = [keys, applications].filter(Array.isArray).flat().map(Object)
  return rows.flatMap(row => [row.key, row.webhook_secret]).filter(each => typeof each === 'string')
}

function* read(json: unknown): Steps<Seed> {
  const file = yield* checkShape(json)
  yield* checkTexts(file)
  const accounts = yield* indexById('accounts', file.accounts ?? [], account => account.id)
  const destinations = yield* readDestinations(file, accounts)
  const numbers: PhoneNumber[] = []
  for (const number of (yield* indexById('numbers', file.numbers ?? [], each => each.e164)).values()) {
    const path = `numbers[${numbers.length}]`
    requireAccount(path, number.account_id, accounts)
    numbers.push(toNumber(number, readAssignment(path, number, destinations)))
    yield
  }
  const keys = yield* readKeys(file.keys ?? [], accounts)
  return yield* makeSeed({ accounts: accounts.keys(), keys, destinations: destinations.values(), numbers })
}

/** Rejects texts that contain a live key or a lone surrogate. `readKeys` checks the list of keys. */
function* checkTexts({ accounts = [], trunks = [], applications = [], numbers = [] }: SeedFile): Steps<void> {
  yield* checkTextsOf('accounts', accounts, row => row)
  yield* checkTextsOf('trunks', trunks, row => row)
  yield* checkTextsOf('applications', applications, row => row)
  yield* checkTextsOf('numbers', numbers, ({ region }) => ({ region }))
}

function* checkTextsOf<R>(list: string, rows: readonly R[], toTexts: (row: R) => object): Steps<void> {
  for (const [index, row] of rows.entries()) {
    for (const [field, value] of Object.entries(toTexts(row))) {
      if (containsLiveKey(value)) throw new SeedError(`${list}[${index}].${field}`, liveKeyMessage)
      if (hasLoneSurrogate(value)) throw new SeedError(`${list}[${index}].${field}`, surrogateReason)
    }
    yield
  }
}

function* readDestinations(file: SeedFile, accounts: ReadonlyMap<string, unknown>): Steps<Map<string, Destination>> {
  const found = new Map<string, Destination>()
  function* add<R>(list: string, rows: readonly R[], readRow: (row: R) => Destination): Steps<void> {
    const destinations: Destination[] = []
    for (const row of rows) {
      destinations.push(readRow(row))
      yield
    }
    yield* indexById(list, destinations, each => each.id)
    for (const [index, destination] of destinations.entries()) {
      requireAccount(`${list}[${index}]`, destination.accountId, accounts)
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
  for (const [index, row] of rows.entries()) {
    const path = `keys[${index}]`
    requireAccount(path, row.account_id, accounts)
    const sha256 = readKeyHash(path, row)
    if (keys.has(sha256)) throw new SeedError(path, 'is a duplicate of an earlier key')
    keys.set(sha256, { accountId: row.account_id, access: row.access ?? 'full' })
    yield
  }
  return keys
}

/** The SHA-256 of a key that is given in clear or as its hash. */
function readKeyHash(path: string, { key, sha256 }: SeedKey): string {
  if (key !== undefined && sha256 !== undefined) throw new SeedError(path, 'has both key and sha256; give only one')
  if (key === undefined) {
    if (sha256 === undefined) throw new SeedError(path, 'has neither key nor sha256; give one of them')
    return sha256
  }
  const problem = findKeyProblem(key)
  if (problem !== null) throw new SeedError(`${path}.key`, problem)
  return hashKey(key)
}

function readAssignment(path: string, row: SeedNumber, destinations: ReadonlyMap<string, Destination>): Assignment {
  const trunk = row.trunk_id ?? null
  const application = row.application_id ?? null
  if (trunk !== null && application !== null) {
    throw new SeedError(path, 'has both trunk_id and application_id; a number can have only one of them')
  }
  const destinationId = trunk ?? application
  if (destinationId === null) return null
  const kind: DestinationKind = trunk === null ? 'application' : 'trunk'
  const found = destinations.get(destinationKey({ kind, id: destinationId }))
  if (found === undefined) {
    const candidates = [...destinations.values()].filter(
      each => each.accountId === row.account_id && each.kind === kind,
    )
    throw notFoundError(
      `${path}.${kind}_id`,
      destinationId,
      candidates.map(each => each.id),
    )
  }
  if (found.accountId !== row.account_id) {
    throw new SeedError(`${path}.${kind}_id`, `"${destinationId}" belongs to account "${found.accountId}"`)
  }
  return { kind, id: destinationId }
}

/** Converts a number of a seed file. Missing fields get the values of the vendor's first sample. */
export function toNumber(row: SeedNumber, assignment: Assignment): PhoneNumber {
  const createdAt = row.created_at ?? defaultCreatedAt
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
    createdAt: fromIso(createdAt),
    updatedAt: fromIso(row.updated_at ?? createdAt),
  }
}

function requireAccount(path: string, account: string, accounts: ReadonlyMap<string, unknown>): void {
  if (!accounts.has(account)) throw notFoundError(`${path}.account_id`, account, accounts.keys())
}

function notFoundError(path: string, id: string, candidates: Iterable<string>): SeedError {
  return new SeedError(path, `"${id}" does not exist${didYouMean(id, candidates)}`)
}

/** The rows by id. Throws if an id occurs twice. */
function* indexById<T>(list: string, rows: readonly T[], idOf: (row: T) => string): Steps<Map<string, T>> {
  const found = new Map<string, T>()
  for (const [index, row] of rows.entries()) {
    if (found.has(idOf(row))) throw new SeedError(`${list}[${index}]`, `is a duplicate of "${idOf(row)}"`)
    found.set(idOf(row), row)
    yield
  }
  return found
}
