/** Every way the domain says no. The codes are public words (log, journal, hints): add, never rename. */
export const domainErrors = {
  unauthorized: 'no key, or one that nobody holds',
  account_forbidden: 'the key belongs to another account',
  number_not_found: 'the account has no such number',
  number_pending: 'the number is not active yet',
  number_suspended: 'the number is not active any more',
  trunk_not_found: 'the account has no such trunk',
  application_not_found: 'the account has no such application',
  trunk_not_assigned: 'the number has no trunk to take away',
  application_not_assigned: 'the number has no application to take away',
  trunk_assign_forbidden: 'the key may not assign this trunk',
  application_assign_forbidden: 'the key may not assign this application',
  trunk_unassign_forbidden: 'the key may not unassign a trunk',
  application_unassign_forbidden: 'the key may not unassign an application',
  trunk_change_forbidden: 'the key may not create, change or delete a trunk',
  application_change_forbidden: 'the key may not change an application',
} as const

export type DomainErrorCode = keyof typeof domainErrors

/** The domain says no. Nothing was changed. */
export class DomainError extends Error {
  readonly code: DomainErrorCode

  constructor(code: DomainErrorCode) {
    super(domainErrors[code])
    this.name = 'Refusal'
    this.code = code
  }
}
