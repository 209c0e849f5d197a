import type { Settings } from '../settings/settings.ts'
import { readSeedFile } from '../store/named-seed.ts'
import { secretsOf } from '../store/seed-check.ts'

type Holding = Pick<Settings, 'seed' | 'additions'>

/** The keys and secrets that the command line and the seed give in clear. */
export function givenSecrets({ seed, additions }: Holding): string[] {
  return [...additions.keys, ...secretsOf(readSeedFile(seed ?? 'demo'))]
}

interface ClientCredentials {
  /** None where only the hashes of keys are known. */
  readonly key: string | undefined
  readonly account: string
}

/** Whose key a client is given: the one that the command line names, else the first of the seed that may change things. */
export function clientCredentials({ seed, additions: { account, keys } }: Holding): ClientCredentials {
  const [named] = keys
  if (named !== undefined) return { key: named, account }
  const first = readSeedFile(seed ?? 'demo').keys?.find(each => each.key !== undefined && each.access !== 'read')
  return { key: first?.key, account: first?.account_id ?? account }
}
