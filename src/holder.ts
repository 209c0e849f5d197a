import { readSeedFile } from './named-seed.ts'
import type { Settings } from './settings.ts'
import { demoKey } from './store/demo.ts'

type Holding = Pick<Settings, 'seed' | 'additions'>

export interface Holder {
  /** None where only the hashes of keys are known. */
  readonly key: string | undefined
  readonly account: string
}

/** Whose key a client is given: the one that the command line names, else the first of the seed that may change things. */
export function holderOf({ seed, additions: { account, keys } }: Holding): Holder {
  const [named] = keys
  if (named !== undefined) return { key: named, account }
  if (seed === null || seed === 'demo') return { key: demoKey, account: 'acc_123abc' }
  const first = readSeedFile(seed).keys?.find(each => each.key !== undefined && each.access !== 'read')
  return { key: first?.key, account: first?.account_id ?? account }
}
