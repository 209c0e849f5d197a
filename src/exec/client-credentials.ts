import type { Settings } from '../settings/settings.ts'
import { readSeedFile } from '../store/named-seed.ts'
import { secretsOf } from '../store/seed-check.ts'

type KeySettings = Pick<Settings, 'seed' | 'additions'>

/** The API keys and secrets that the command line and the seed contain in clear text. */
export function knownSecrets({ seed, additions }: KeySettings): string[] {
  return [...additions.keys, ...secretsOf(readSeedFile(seed ?? 'demo'))]
}

interface ClientCredentials {
  /** Undefined if only the hashes of the keys are known. */
  readonly key: string | undefined
  readonly account: string
}

/**
 * The credentials for a client: the first key of the command line, or else the first key of the seed that can change
 * something.
 */
export function clientCredentials(
  { seed, additions: { account, keys } }: KeySettings,
  seedFile = readSeedFile(seed ?? 'demo'),
): ClientCredentials {
  const [firstKey] = keys
  if (firstKey !== undefined) return { key: firstKey, account }
  const first = seedFile.keys?.find(each => each.key !== undefined && each.access !== 'read')
  return { key: first?.key, account: first?.account_id ?? account }
}
