import { randomBytes } from 'node:crypto'
import type { FastifyRequest, onRequestHookHandler } from 'fastify'
import { toLetters } from '../base/id.ts'
import type { Variants } from '../behaviors/variant.ts'
import type { Access } from '../domain/access.ts'
import { authorize } from '../domain/access.ts'
import type { Clock } from '../domain/clock.ts'
import type { DomainErrorCode } from '../domain/error.ts'
import { DomainError } from '../domain/error.ts'
import { hashKey } from '../store/key.ts'
import type { AccountStore, Store } from '../store/store.ts'
import type { Credentials } from './credentials.ts'
import { readCredentials } from './credentials.ts'

/** What an authenticated request can use. */
export interface AuthContext {
  readonly access: Access
  readonly store: AccountStore
  readonly clock: Clock
  /** Returns a new id, without the prefix `trunk_`. */
  readonly newId: () => string
}

/** Authenticates a request by its API key. Throws `unauthorized`. */
export type Authenticate = (request: FastifyRequest) => AuthContext

/** Options of the routes of the vendor's API. */
export interface ApiOptions {
  readonly authenticate: Authenticate
  readonly variants: Variants
}

declare module 'fastify' {
  interface FastifyRequest {
    auth: AuthContext
  }
}

/** Accepts the API keys of a store and gives access to that store. */
export function authenticateWith(store: Store, clock: Clock): Authenticate {
  return request => {
    const credentials = readCredentials(request.headers.authorization)
    const access = credentials === null ? undefined : store.access(hashKey(credentials.key))
    return { access: requireAccess(credentials, access), store, clock, newId: () => toLetters(randomBytes(10)) }
  }
}

/** Checks that the API key exists and that HTTP Basic, if used, names its account. Throws `unauthorized`. */
export function requireAccess(credentials: Pick<Credentials, 'account'> | null, access: Access | undefined): Access {
  if (access === undefined || (credentials?.account ?? access.accountId) !== access.accountId)
    throw new DomainError('unauthorized')
  return access
}

/**
 * A hook that authenticates and authorizes a request before its body is read. A path without an account refers to the
 * account of the API key. `forbidden` is the error for a read-only key; null if the operation changes nothing.
 */
export function requireAuth(
  authenticate: Authenticate,
  operation: string,
  forbidden: DomainErrorCode | null,
): onRequestHookHandler {
  return (request, _reply, done) => {
    request.raw.context.operation = operation
    request.auth = authenticate(request)
    const { access } = request.auth
    const { account_id = access.accountId } = request.params as { account_id?: string }
    authorize(access, account_id, forbidden)
    done()
  }
}
