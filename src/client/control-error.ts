import type { JournalEntryView } from '../sandbox/control/journal-entry-view.ts'

/** The body of an error response of the control API. */
interface ErrorBody {
  readonly error: { readonly message: string; readonly details?: readonly { field: string; reason: string }[] }
  readonly near_misses?: readonly {
    readonly request: JournalEntryView
    readonly differences: readonly { field: string; expected: unknown; actual: unknown }[]
  }[]
}

/**
 * An error response of the control API. `body` is its JSON, which names the invalid fields or, for `verify`, the near
 * misses.
 */
export class ControlError extends Error {
  override readonly name = 'ControlError'
  readonly status: number
  readonly body: unknown

  constructor(status: number, body: ErrorBody) {
    const details = (body.error.details ?? []).map(({ field, reason }) => `${field}: ${reason}`)
    const [nearest] = body.near_misses ?? []
    const differences = (nearest?.differences ?? []).map(
      ({ field, expected, actual }) =>
        `the closest request has ${field} ${JSON.stringify(actual)}, not ${JSON.stringify(expected)}`,
    )
    super([body.error.message, ...details, ...differences].join('; '))
    this.status = status
    this.body = body
  }
}
