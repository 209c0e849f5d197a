import { runToEnd } from '../base/turns.ts'
import { belongsElsewhere } from './initial-seed.ts'
import type { Seed } from './seed.ts'
import { makeSeed } from './seed.ts'

/** A seed with what is absent added to it. Refuses an id that another account has. */
export function merge(base: Seed, additions: Seed): Seed {
  for (const [sha256, { accountId }] of additions.keys) mustBelong(base.keys, sha256, '--key', accountId)
  for (const [name, { kind, id, accountId }] of additions.destinations) {
    mustBelong(base.destinations, name, `--${kind}`, accountId, id)
  }
  for (const [e164, { accountId }] of additions.numbers) mustBelong(base.numbers, e164, '--number', accountId)
  return runToEnd(
    makeSeed({
      accounts: new Set([...base.accounts, ...additions.accounts]),
      keys: new Map([...additions.keys, ...base.keys]),
      destinations: new Map([...additions.destinations, ...base.destinations]).values(),
      numbers: new Map([...additions.numbers, ...base.numbers]).values(),
    }),
  )
}

function mustBelong(
  rows: ReadonlyMap<string, { readonly accountId: string }>,
  name: string,
  flag: string,
  account: string,
  shown = name,
): void {
  const found = rows.get(name)
  if (found !== undefined && found.accountId !== account) throw belongsElsewhere(flag, shown, found.accountId)
}
