import { isTime } from '../base/time.ts'
import { UsageError } from '../base/usage-error.ts'
import type { Variants } from '../behaviors/variant.ts'
import { variants } from '../behaviors/variant.ts'
import { accountIdPattern, applicationIdPattern, e164Pattern, trunkIdPattern } from '../domain/identifier.ts'
import { defaultFile } from '../store/default-file.ts'
import { toFlag } from './name.ts'
import type { RawOptions } from './option-reader.ts'
import { OptionReader } from './option-reader.ts'

/** The settings of a server. */
export interface Settings {
  /** An address, or `localhost` for both loopback addresses. */
  readonly host: string
  readonly port: number
  /** PEM files; null for plain HTTP. */
  readonly tls: { readonly cert: string; readonly key: string } | null
  /** A file, or null for memory. */
  readonly file: string | null
  readonly fresh: boolean
  /** `demo`, `none` or a file; null if not set. */
  readonly seed: string | null
  readonly additions: Additions
  readonly variants: Variants
  readonly sandbox: SandboxSettings
}

/** The settings of the sandbox and its control API. */
interface SandboxSettings {
  /** The maximum number of namespaces. */
  readonly namespaces: number
  /** The maximum number of journal entries, of a namespace and of all namespaces. */
  readonly journal: { readonly namespace: number; readonly all: number }
  /** The time at which the clocks are frozen, in milliseconds since 1970; null if they run. */
  readonly clock: number | null
  readonly controls: boolean
  readonly token: string | null
  readonly hosts: readonly string[]
  readonly origins: readonly string[]
  /** Whether webhooks can be sent to public addresses. */
  readonly anywhere: boolean
}

/** Keys, numbers, trunks and applications to add to one account if they do not exist. */
export interface Additions {
  readonly account: string
  readonly keys: readonly string[]
  readonly numbers: readonly string[]
  readonly trunks: readonly string[]
  readonly applications: readonly string[]
}

/**
 * Reads the settings from flags and environment variables. Throws a `UsageError` that names the invalid option;
 * `nameOf` returns the name of one that is not from the environment.
 */
export function readSettings(flags: RawOptions, environment: RawOptions, nameOf = toFlag): Settings {
  const reader = new OptionReader(flags, environment, nameOf)
  return {
    host: reader.text('host', /^\S+$/, 'an address') ?? 'localhost',
    port: Number(reader.text('port', portPattern, 'a port from 0 to 65535') ?? 4060),
    tls: readTlsFiles(reader),
    file: readFile(reader.text('database', /^(?!:memory:$).*\S/, 'a file, or memory') ?? defaultFile),
    fresh: reader.isSet('fresh'),
    seed: reader.text('seed', /\S/, 'demo, none or a JSON file') ?? null,
    additions: {
      account: reader.text('account', new RegExp(accountIdPattern), accountIdPattern) ?? 'acc_123abc',
      keys: reader.keys(),
      numbers: reader.list('number', e164Pattern, 'E.164 (e.g., +14155551234)'),
      trunks: reader.list('trunk', trunkIdPattern, trunkIdPattern),
      applications: reader.list('application', applicationIdPattern, applicationIdPattern),
    },
    variants: readVariants(reader),
    sandbox: readSandbox(reader),
  }
}

/** Reads variants such as `delete-nothing=404`; the last value of a variant applies. */
function readVariants(reader: OptionReader): Variants {
  const alternatives = Object.entries(variants).map(([id, { alternative }]) => `${id}=${alternative}`)
  const defaults = Object.entries(variants).map(([id, variant]) => `${id}=${variant.default}`)
  const selected = reader.choices('variant', [...alternatives, ...defaults])
  return Object.fromEntries(selected.map(each => each.split('=')))
}

function readTlsFiles(reader: OptionReader): Settings['tls'] {
  const cert = reader.text('tlsCert', /\S/, 'a PEM file')
  const key = reader.text('tlsKey', /\S/, 'a PEM file')
  if (cert === undefined && key === undefined) return null
  if (cert === undefined || key === undefined) throw new UsageError('--tls-cert and --tls-key must be used together')
  return { cert, key }
}

function readSandbox(reader: OptionReader): SandboxSettings {
  const clock = reader.text('clock', { test: isTime }, 'a time (e.g., 2026-04-09T11:15:00Z)')
  return {
    namespaces: Number(reader.text('namespaces', countPattern, 'a number from 1 to 1000000') ?? 10_000),
    journal: {
      namespace: Number(reader.text('journal', countPattern, 'a number from 1 to 1000000') ?? 1_000),
      all: Number(reader.text('journalTotal', countPattern, 'a number from 1 to 1000000') ?? 100_000),
    },
    clock: clock === undefined ? null : Date.parse(clock),
    controls: !reader.isSet('controlsOff'),
    token: reader.text('controlToken', /^[!-~]+$/, 'visible ASCII') ?? null,
    hosts: reader.list('allowHost', '^[a-z0-9.-]+$', 'a host name in lower case'),
    anywhere: reader.isSet('deliverAnywhere'),
    origins: reader.list('allowOrigin', '^https?://[^/]+$', 'an origin (e.g., http://app.example.com:3000)'),
  }
}

const countPattern = /^([1-9]\d{0,5}|1000000)$/

const portPattern = /^(\d{1,4}|[1-5]\d{4}|6[0-4]\d{3}|65[0-4]\d{2}|655[0-2]\d|6553[0-5])$/

function readFile(database: string): string | null {
  return database === 'memory' ? null : database
}
