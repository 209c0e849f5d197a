import type { Application, Destination } from './destination.ts'
import { DomainError } from './error.ts'

/** The fields of an application that can be changed. */
export type ApplicationFields = Partial<Omit<Application, 'kind' | 'id' | 'accountId'>>

/** Returns the application with these fields changed. Throws `application_not_found`. */
export function updateApplication(account: string, found: Destination | null, fields: ApplicationFields): Application {
  return { ...requireOwnedApplication(account, found), ...fields }
}

/** Returns the application if it belongs to the account. Otherwise throws `application_not_found`. */
export function requireOwnedApplication(account: string, found: Destination | null): Application {
  if (found?.kind !== 'application' || found.accountId !== account) throw new DomainError('application_not_found')
  return found
}
