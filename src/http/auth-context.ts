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

/** What an admitted request works with. */
export interface AuthContext {
  readonly access: Access
  readonly store: AccountStore
  readonly clock: Clock
  /** The part behind `trunk_` of the id of what is created. */
  readonly newId: () => string
}

/** Lets a request in by its key. Refuses with `unauthorized`. */
export type Authenticate = (request: FastifyRequest) => AuthContext

/** What the vendor's routes are given. */
export interface ApiOptions {
  readonly authenticate: Authenticate
  readonly variants: Variants
}

declare module 'fastify' {
  interface FastifyRequest {
    auth: AuthContext
  }
}

/** Admits every key that the store knows to that store. */
export function authenticateWith(store: Store, clock: Clock): Authenticate {
  return request => {
    const credentials = readCredentials(request.headers.authorization)
    const access = credentials === null ? undefined : store.access(hashKey(credentials.key))
    return { access: requireAccess(credentials, access), store, clock, newId: () => toLetters(randomBytes(10)) }
  }
}

/** What the key opens, if it opens anything, and that is the account that was named with it. Refuses with `unauthorized`. */
export function requireAccess(credentials: Pick<Credentials, 'account'> | null, access: Access | undefined): Access {
  if (access === undefined || (credentials?.account ?? access.accountId) !== access.accountId)
    throw new DomainError('unauthorized')
  return access
}

/**
 * Before the body is read: who asks, whether the account is theirs and whether they may change it. A path without an
 * account is about the key's.
 */
export function requireAuth(
  authenticate: Authenticate,
  operation: string,
  change: DomainErrorCode | null,
): onRequestHookHandler {
  return (request, _reply, done) => {
    request.raw.context.operation = operation
    request.auth = authenticate(request)
    const { access } = request.auth
    const { account_id = access.accountId } = request.params as { account_id?: string }
    authorize(access, account_id, change)
    done()
  }
}
