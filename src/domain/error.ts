/** All domain errors. The codes are public (log, journal, hints): new ones can be added, none renamed. */
export const domainErrors = {
  unauthorized: 'the API key is missing or unknown',
  account_forbidden: 'the API key belongs to another account',
  number_not_found: 'the account has no such number',
  number_pending: 'the number is pending',
  number_suspended: 'the number is suspended',
  trunk_not_found: 'the account has no such trunk',
  application_not_found: 'the account has no such application',
  trunk_not_assigned: 'no trunk is assigned to the number',
  application_not_assigned: 'no application is assigned to the number',
  trunk_assign_forbidden: 'the API key cannot assign this trunk',
  application_assign_forbidden: 'the API key cannot assign this application',
  trunk_unassign_forbidden: 'the API key cannot unassign a trunk',
  application_unassign_forbidden: 'the API key cannot unassign an application',
  trunk_change_forbidden: 'the API key cannot create, change or delete a trunk',
  application_change_forbidden: 'the API key cannot change an application',
} as const

export type DomainErrorCode = keyof typeof domainErrors

/** An error of the domain. Nothing was changed. */
export class DomainError extends Error {
  readonly code: DomainErrorCode

  constructor(code: DomainErrorCode) {
    super(domainErrors[code])
    this.name = 'DomainError'
    this.code = code
  }
}
