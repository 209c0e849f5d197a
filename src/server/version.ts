import { readFileSync } from 'node:fs'

/** The version of this package, from its package.json. */
export function readVersion(): string {
  return JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')).version
}
