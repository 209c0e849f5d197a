import { isTime } from '../base/time.ts'
import { UsageError } from '../base/usage-error.ts'
import type { VariantId, Variants } from '../behaviors/variant.ts'
import { variants } from '../behaviors/variant.ts'
import { accountIdPattern, applicationIdPattern, e164Pattern, trunkIdPattern } from '../domain/identifier.ts'
import { defaultFile } from '../store/default-file.ts'
import type { Given } from './option-reader.ts'
import { OptionReader } from './option-reader.ts'

/** What the server runs with. */
export interface Settings {
  /** An address, or `localhost` for both loopback addresses. */
  readonly host: string
  readonly port: number
  /** PEM files; null for plain HTTP. */
  readonly tls: { readonly cert: string; readonly key: string } | null
  /** A file, or null for memory. */
  readonly file: string | null
  readonly fresh: boolean
  /** `demo`, `none` or a file; null where nobody asked. */
  readonly seed: string | null
  readonly additions: Additions
  readonly variants: Variants
  readonly sandbox: SandboxSettings
}

/** What stands around the documented API. */
interface SandboxSettings {
  /** How many namespaces there may be. */
  readonly namespaces: number
  /** How many requests the journal keeps, of a namespace and of all. */
  readonly journal: { readonly namespace: number; readonly all: number }
  /** Where the clock of each namespace stands at first, in milliseconds since 1970; null where it runs. */
  readonly clock: number | null
  readonly controls: boolean
  readonly token: string | null
  readonly hosts: readonly string[]
  readonly origins: readonly string[]
  /** Whether webhooks may go beyond loopback and private addresses. */
  readonly anywhere: boolean
}

/** Rows to add where they are absent, all of one account. */
export interface Additions {
  readonly account: string
  readonly keys: readonly string[]
  readonly numbers: readonly string[]
  readonly trunks: readonly string[]
  readonly applications: readonly string[]
}

/** Reads what was given, by flag or else by environment variable. Refuses with a `Mistake` that names the one at fault. */
export function readSettings(flags: Given, environment: Given): Settings {
  const given = new OptionReader(flags, environment)
  return {
    host: given.text('host', /^\S+$/, 'an address') ?? 'localhost',
    port: Number(given.text('port', portPattern, 'a port from 0 to 65535') ?? 4060),
    tls: readTlsFiles(given),
    file: readFile(given.text('database', /^(?!:memory:$).*\S/, 'a file, or memory') ?? defaultFile),
    fresh: given.isSet('fresh'),
    seed: given.text('seed', /\S/, 'demo, none or a JSON file') ?? null,
    additions: {
      account: given.text('account', new RegExp(accountIdPattern), accountIdPattern) ?? 'acc_123abc',
      keys: given.keys(),
      numbers: given.list('number', e164Pattern, 'E.164 (e.g., +14155551234)'),
      trunks: given.list('trunk', trunkIdPattern, trunkIdPattern),
      applications: given.list('application', applicationIdPattern, applicationIdPattern),
    },
    variants: readVariants(given),
    sandbox: readSandbox(given),
  }
}

/** `delete-nothing=404`; what names the decision itself asks for nothing. */
function readVariants(given: OptionReader): Variants {
  const others = Object.entries(variants).map(([id, { alternative }]) => `${id}=${alternative}`)
  const decisions = Object.entries(variants).map(([id, variant]) => `${id}=${variant.default}`)
  const asked = given.choices('variant', [...others, ...decisions])
  return new Set(asked.filter(each => others.includes(each)).map(each => each.split('=')[0] as VariantId))
}

function readTlsFiles(given: OptionReader): Settings['tls'] {
  const cert = given.text('tlsCert', /\S/, 'a PEM file')
  const key = given.text('tlsKey', /\S/, 'a PEM file')
  if (cert === undefined && key === undefined) return null
  if (cert === undefined || key === undefined) throw new UsageError('--tls-cert and --tls-key go together')
  return { cert, key }
}

function readSandbox(given: OptionReader): SandboxSettings {
  const clock = given.text('clock', { test: isTime }, 'a time (e.g., 2026-04-09T11:15:00Z)')
  return {
    namespaces: Number(given.text('namespaces', countPattern, 'a number from 1 to 1000000') ?? 10_000),
    journal: {
      namespace: Number(given.text('journal', countPattern, 'a number from 1 to 1000000') ?? 1_000),
      all: Number(given.text('journalTotal', countPattern, 'a number from 1 to 1000000') ?? 100_000),
    },
    clock: clock === undefined ? null : Date.parse(clock),
    controls: !given.isSet('controlsOff'),
    token: given.text('controlToken', /^[!-~]+$/, 'visible ASCII') ?? null,
    hosts: given.list('allowHost', '^[a-z0-9.-]+$', 'a host name in lower case'),
    anywhere: given.isSet('deliverAnywhere'),
    origins: given.list('allowOrigin', '^https?://[^/]+$', 'an origin (e.g., http://app.example.com:3000)'),
  }
}

const countPattern = /^([1-9]\d{0,5}|1000000)$/

const portPattern = /^(\d{1,4}|[1-5]\d{4}|6[0-4]\d{3}|65[0-4]\d{2}|655[0-2]\d|6553[0-5])$/

function readFile(database: string): string | null {
  return database === 'memory' ? null : database
}
