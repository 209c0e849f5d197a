import type { DomainErrorCode } from './error.ts'
import { DomainError } from './error.ts'

/** The access of an API key: one account, with full or read-only access. */
export interface Access {
  readonly accountId: string
  readonly access: 'full' | 'read'
}

/** Throws `account_forbidden` for another account, and `forbidden`, unless it is null, for a read-only key. */
export function authorize(access: Access, accountId: string, forbidden: DomainErrorCode | null): void {
  if (access.accountId !== accountId) throw new DomainError('account_forbidden')
  if (forbidden !== null && access.access === 'read') throw new DomainError(forbidden)
}
