import type { DomainErrorCode } from './error.ts'
import { DomainError } from './error.ts'

/** What an API key opens: one account, to read and configure or to read only. */
export interface Access {
  readonly accountId: string
  readonly access: 'full' | 'read'
}

/** Refuses an account that is not the key's, then a change (`change` says in which words) by a key that only reads. */
export function authorize(access: Access, accountId: string, change: DomainErrorCode | null): void {
  if (access.accountId !== accountId) throw new DomainError('account_forbidden')
  if (change !== null && access.access === 'read') throw new DomainError(change)
}
