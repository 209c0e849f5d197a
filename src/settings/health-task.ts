import type { Given } from './option-reader.ts'
import type { Settings } from './settings.ts'

/** To ask a server whether it is ready. */
export interface HealthTask {
  readonly name: 'health'
  readonly settings: Settings
  /** What its flags say of the server: where it listens, which database it has, or nothing. */
  readonly means: 'address' | 'database' | 'any'
}

export function readHealthTask(flags: Given, settings: Settings): HealthTask {
  const hasAddress = ['host', 'port', 'tlsCert', 'tlsKey'].some(flag => flags[flag] !== undefined)
  const means = hasAddress ? 'address' : flags['database'] === undefined ? 'any' : 'database'
  return { name: 'health', settings, means }
}
