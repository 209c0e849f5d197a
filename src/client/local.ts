import type { Variants } from '../behaviors/variant.ts'
import type { SeedFile } from '../store/seed-file.ts'
import type { TryvoxSandbox } from './connect.ts'
import { readOptions } from './connect.ts'

/** The options of `createSandbox`. */
export interface SandboxOptions {
  /** The initial seed: `demo` (the default), `none`, the path of a JSON file, or a seed object. */
  readonly seed?: string | SeedFile
  /** Stops the clock at a time, a `Date` or ISO 8601. By default the clock runs. */
  readonly clock?: Date | string
  /** The database file for the state. By default the state is in memory. */
  readonly database?: string
  /** The variants to use, such as `{ 'delete-nothing': '404' }`. */
  readonly variants?: Variants
  /** Writes a line for each request, with its fault and hint: `true` for `console.log`, or a function. */
  readonly log?: boolean | ((line: string) => void)
  /** The origins whose pages can send requests (CORS), such as `http://app.example.com:3000`. */
  readonly allowOrigins?: readonly string[]
  /** The maximum number of journal entries of a namespace. Default: 1,000. */
  readonly journal?: number
  /** The maximum number of journal entries in total. Default: 100,000. */
  readonly journalTotal?: number
  /** The maximum number of namespaces. Default: 10,000. */
  readonly namespaces?: number
}

const optionNames = [
  'seed',
  'clock',
  'database',
  'variants',
  'log',
  'allowOrigins',
  'journal',
  'journalTotal',
  'namespaces',
] satisfies (keyof SandboxOptions)[]

/** A server in this process. `url` has a free port on 127.0.0.1, or on ::1 if the machine has no IPv4. */
export interface LocalSandbox extends TryvoxSandbox, AsyncDisposable {
  /**
   * Sends a request to the server without a socket; the host of the URL is ignored. A path such as `/v1/…` is enough.
   */
  readonly fetch: typeof fetch
  /** Stops the server after it has responded to the requests in flight. */
  close(): Promise<void>
}

/** Checks the names of the options. */
export function readSandboxOptions(options: SandboxOptions): SandboxOptions {
  return readOptions('createSandbox', options, optionNames)
}
