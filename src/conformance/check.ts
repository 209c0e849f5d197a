import type { Behavior } from '../behaviors/behavior.ts'
import type { Api } from './api.ts'

/**
 * What a check does to the account: `read` reads, `errors` asks for what is to be refused and changes only what a server
 * wrongly grants, the others change.
 */
export const parts = ['read', 'errors', 'assign', 'application', 'trunks'] as const
export type ConformancePart = (typeof parts)[number]

/** Sees from outside whether a server does what a row of the ledger says; throws `Differs` or `NotChecked`. */
export interface Check {
  readonly part: ConformancePart
  readonly run: (api: Api) => Promise<unknown>
}

/** A row that no request through the API can show. */
export interface NotObservable {
  readonly unseen: string
}

/** Of a topic of the ledger: a row without one does not compile. */
export type ChecksOf<R extends readonly Behavior[]> = Readonly<Record<R[number]['id'], Check | NotObservable>>

type Of = (run: Check['run']) => Check
export const read: Of = run => ({ part: 'read', run })
export const errors: Of = run => ({ part: 'errors', run })
export const assign: Of = run => ({ part: 'assign', run })
export const application: Of = run => ({ part: 'application', run })
export const trunks: Of = run => ({ part: 'trunks', run })
