import type { Credentials } from '../http/credentials.ts'
import { readCredentials } from '../http/credentials.ts'
import { defaultWorld, worldPattern } from './world.ts'

/** Credentials, and the world that they ask for: `KEY__name` is the key in the world `name`. */
export interface WorldCredentials extends Credentials {
  /** null where what is behind the key cannot name a world. */
  readonly world: string | null
}

const world = new RegExp(worldPattern)

export function readWorldCredentials(authorization: string | undefined): WorldCredentials | null {
  const credentials = readCredentials(authorization)
  if (credentials === null) return null
  const { key, account } = credentials
  const at = key.indexOf('__')
  if (at === -1) return { key, account, world: defaultWorld }
  const name = key.slice(at + 2)
  return { key: key.slice(0, at), account, world: world.test(name) ? name : null }
}
