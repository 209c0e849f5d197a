import type { Application, Destination } from './destination.ts'
import { DomainError } from './error.ts'

/** What an account may change of an application. */
export type ApplicationFields = Partial<Omit<Application, 'kind' | 'id' | 'accountId'>>

/** The application with these of its fields changed. */
export function updateApplication(account: string, found: Destination | null, fields: ApplicationFields): Application {
  return { ...requireOwnedApplication(account, found), ...fields }
}

/** The application, if the account has it. */
export function requireOwnedApplication(account: string, found: Destination | null): Application {
  if (found?.kind !== 'application' || found.accountId !== account) throw new DomainError('application_not_found')
  return found
}
