import type { Settings } from '../settings/settings.ts'
import { readSeedFile } from '../store/named-seed.ts'

type Holding = Pick<Settings, 'seed' | 'additions'>

/** The keys that the command line and the seed give in clear. */
export function keysOf({ seed, additions }: Holding): string[] {
  const ofSeed = readSeedFile(seed ?? 'demo').keys?.map(({ key }) => key) ?? []
  return [...additions.keys, ...ofSeed].filter(key => key !== undefined)
}

interface Holder {
  /** None where only the hashes of keys are known. */
  readonly key: string | undefined
  readonly account: string
}

/** Whose key a client is given: the one that the command line names, else the first of the seed that may change things. */
export function holderOf({ seed, additions: { account, keys } }: Holding): Holder {
  const [named] = keys
  if (named !== undefined) return { key: named, account }
  const first = readSeedFile(seed ?? 'demo').keys?.find(each => each.key !== undefined && each.access !== 'read')
  return { key: first?.key, account: first?.account_id ?? account }
}
