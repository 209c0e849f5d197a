import type { RefusalCode } from './refusal.ts'
import { Refusal } from './refusal.ts'

/** What an API key opens: one account, to read and configure or to read only. */
export interface Access {
  readonly accountId: string
  readonly access: 'full' | 'read'
}

/** Refuses an account that is not the key's, then a change (`change` says in which words) by a key that only reads. */
export function authorize(access: Access, accountId: string, change: RefusalCode | null): void {
  if (access.accountId !== accountId) throw new Refusal('account_forbidden')
  if (change !== null && access.access === 'read') throw new Refusal(change)
}
