import type { RawOptions } from './option-reader.ts'
import type { Settings } from './settings.ts'

/** Checks whether a server is ready. */
export interface HealthTask {
  readonly name: 'health'
  readonly settings: Settings
  /** How the flags identify the server: by its address, by its database, or not at all. */
  readonly findBy: 'address' | 'database' | 'any'
}

export function readHealthTask(flags: RawOptions, settings: Settings): HealthTask {
  const hasAddress = ['host', 'port', 'tlsCert', 'tlsKey'].some(flag => flags[flag] !== undefined)
  const findBy = hasAddress ? 'address' : flags['database'] === undefined ? 'any' : 'database'
  return { name: 'health', settings, findBy }
}
