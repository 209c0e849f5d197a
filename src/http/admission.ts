import { randomBytes } from 'node:crypto'
import type { FastifyRequest, onRequestHookHandler } from 'fastify'
import { toLetters } from '../base/id.ts'
import type { Access } from '../domain/access.ts'
import { authorize } from '../domain/access.ts'
import type { Clock } from '../domain/clock.ts'
import type { RefusalCode } from '../domain/refusal.ts'
import { Refusal } from '../domain/refusal.ts'
import type { Readings } from '../ledger/reading.ts'
import { hashKey } from '../store/key.ts'
import type { AccountStore, Store } from '../store/store.ts'
import type { Credentials } from './credentials.ts'
import { readCredentials } from './credentials.ts'

/** What an admitted request works with. */
export interface Admission {
  readonly access: Access
  readonly store: AccountStore
  readonly clock: Clock
  /** The part behind `trunk_` of the id of what is created. */
  readonly newId: () => string
}

/** Lets a request in by its key. Refuses with `unauthorized`. */
export type Admit = (request: FastifyRequest) => Admission

/** What the vendor's routes are given. */
export interface VendorOptions {
  readonly admit: Admit
  readonly readings: Readings
}

declare module 'fastify' {
  interface FastifyRequest {
    admission: Admission
  }
}

/** Admits every key that the store knows to that store. */
export function admitTo(store: Store, clock: Clock): Admit {
  return request => {
    const credentials = readCredentials(request.headers.authorization)
    const access = credentials === null ? undefined : store.access(hashKey(credentials.key))
    return { access: mustBeOf(credentials, access), store, clock, newId: () => toLetters(randomBytes(10)) }
  }
}

/** What the key opens, if it opens anything, and that is the account that was named with it. Refuses with `unauthorized`. */
export function mustBeOf(credentials: Pick<Credentials, 'account'> | null, access: Access | undefined): Access {
  if (access === undefined || (credentials?.account ?? access.accountId) !== access.accountId)
    throw new Refusal('unauthorized')
  return access
}

/**
 * Before the body is read: who asks, whether the account is theirs and whether they may change it. A path without an
 * account is about the key's.
 */
export function guard(admit: Admit, operation: string, change: RefusalCode | null): onRequestHookHandler {
  return (request, _reply, done) => {
    request.raw.exchange.operation = operation
    request.admission = admit(request)
    const { access } = request.admission
    const { account_id = access.accountId } = request.params as { account_id?: string }
    authorize(access, account_id, change)
    done()
  }
}
