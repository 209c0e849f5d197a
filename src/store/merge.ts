import { runToEnd } from '../base/turns.ts'
import { otherAccountError } from './initial-seed.ts'
import type { Seed } from './seed.ts'
import { makeSeed } from './seed.ts'

/** Adds rows that the base does not have. Throws a `UsageError` if an id belongs to another account. */
export function merge(base: Seed, additions: Seed): Seed {
  for (const [sha256, { accountId }] of additions.keys) assertSameAccount(base.keys, sha256, '--key', accountId)
  for (const [key, { kind, id, accountId }] of additions.destinations) {
    assertSameAccount(base.destinations, key, `--${kind}`, accountId, id)
  }
  for (const [e164, { accountId }] of additions.numbers) assertSameAccount(base.numbers, e164, '--number', accountId)
  return runToEnd(
    makeSeed({
      accounts: new Set([...base.accounts, ...additions.accounts]),
      keys: new Map([...additions.keys, ...base.keys]),
      destinations: new Map([...additions.destinations, ...base.destinations]).values(),
      numbers: new Map([...additions.numbers, ...base.numbers]).values(),
    }),
  )
}

/** Throws a `UsageError` if the base has the row in another account. */
function assertSameAccount(
  rows: ReadonlyMap<string, { readonly accountId: string }>,
  key: string,
  flag: string,
  account: string,
  id = key,
): void {
  const found = rows.get(key)
  if (found !== undefined && found.accountId !== account) throw otherAccountError(flag, id, found.accountId)
}
