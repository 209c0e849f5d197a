import type { Behavior } from '../behaviors/behavior.ts'
import type { Api } from './api.ts'

/**
 * The kinds of checks, by their effect on the account. `read` only reads. `errors` sends requests that must be
 * rejected, and changes something only if the server wrongly accepts one. `assign`, `application` and `trunks` change
 * resources.
 */
export const parts = ['read', 'errors', 'assign', 'application', 'trunks'] as const
export type ConformancePart = (typeof parts)[number]

/** Tests over HTTP whether a server has a behavior. `run` throws `Differs` or `NotChecked` if it cannot confirm it. */
export interface Check {
  readonly part: ConformancePart
  readonly run: (api: Api) => Promise<unknown>
}

/** A behavior that no request to the API can test, and the reason. */
export interface NotObservable {
  readonly reason: string
}

/** The checks of one topic of the behavior catalog. A behavior without an entry is a compile error. */
export type ChecksOf<Behaviors extends readonly Behavior[]> = Readonly<
  Record<Behaviors[number]['id'], Check | NotObservable>
>

type CheckFactory = (run: Check['run']) => Check
export const read: CheckFactory = run => ({ part: 'read', run })
export const errors: CheckFactory = run => ({ part: 'errors', run })
export const assign: CheckFactory = run => ({ part: 'assign', run })
export const application: CheckFactory = run => ({ part: 'application', run })
export const trunks: CheckFactory = run => ({ part: 'trunks', run })
