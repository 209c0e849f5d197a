import type { Static } from '@sinclair/typebox'
import type { CallBody, CallView } from '../sandbox/control/calls.ts'
import type { ClockView } from '../sandbox/control/clock.ts'
import type { DeliveryView } from '../sandbox/control/delivery-view.ts'
import type { FaultView } from '../sandbox/control/faults.ts'
import type { JournalEntryView } from '../sandbox/control/journal-entry-view.ts'
import type { NearMiss } from '../sandbox/control/match.ts'
import type { Filters } from '../sandbox/control/requests.ts'
import type { ResetPart } from '../sandbox/control/state.ts'
import type { Verification } from '../sandbox/control/verify.ts'
import type { FaultBody } from '../sandbox/fault.ts'
import type { SeedFile } from '../store/seed-file.ts'

export type {
  CallBody,
  CallView,
  ClockView,
  DeliveryView,
  FaultBody,
  FaultView,
  JournalEntryView,
  ResetPart,
  SeedFile,
  Verification,
}
export type JournalFilter = Omit<Static<typeof Filters>, 'namespace'>

/** The body of an error response of the control API. */
interface ErrorBody {
  readonly error: { readonly message: string; readonly details?: readonly { field: string; reason: string }[] }
  readonly near_misses?: Static<typeof NearMiss>
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

/**
 * The control API of one namespace. Each method sends a request to `/_sandbox`, and throws a `ControlError` if it
 * fails.
 */
export type Controls = ReturnType<typeof createControls>

/** Creates the controls of a namespace. Their requests are sent with `fetch`. */
export function createControls(fetch: typeof globalThis.fetch, namespace: string) {
  const call = async <T>(method: string, path: string, body?: unknown, query: object = {}): Promise<T> => {
    const searchParams = new URLSearchParams({ namespace, ...query })
    const headers = { 'content-type': 'application/json' }
    const init = body === undefined ? { method } : { method, headers, body: JSON.stringify(body) }
    const response = await fetch(`/_sandbox${path}?${searchParams}`, init)
    const responseBody = await response.json()
    if (!response.ok) throw new ControlError(response.status, responseBody as ErrorBody)
    return responseBody as T
  }
  const setClock = async (clockChange: object) => onlyItem((await call<Clocks>('PUT', '/clock', clockChange)).clocks)
  return {
    faults: {
      set: async (fault: FaultBody) => onlyItem((await call<Faults>('POST', '/faults', fault)).faults),
      list: async () => (await call<Faults>('GET', '/faults')).faults,
      remove: async (id: string) => void (await call('DELETE', `/faults/${encodeURIComponent(id)}`)),
      clear: async () => void (await call('DELETE', '/faults')),
    },
    journal: {
      /** The entries that match the filter, oldest first. */
      list: async (filter: JournalFilter = {}) =>
        (await call<{ requests: JournalEntryView[] }>('GET', '/requests', undefined, filter)).requests,
      /** Counts the requests that match; throws a `ControlError` if the count is not the expected one. */
      verify: async (verification: Verification) =>
        (await call<{ matched: number }>('POST', '/verify', verification)).matched,
    },
    calls: {
      /** Simulates an inbound call to a number. With `deliver`, webhooks are sent to the number's application. */
      simulate: (body: CallBody) => call<CallView>('POST', '/calls', body),
      deliveries: async () => (await call<{ deliveries: DeliveryView[] }>('GET', '/deliveries')).deliveries,
      resend: (id: number) => call<DeliveryView>('POST', `/deliveries/${id}/send`),
    },
    clock: {
      get: async () => onlyItem((await call<Clocks>('GET', '/clock')).clocks),
      /** Stops the clock at an ISO 8601 time. */
      freeze: (now: string) => setClock({ now }),
      /** Moves the clock forward by milliseconds, or back if they are negative. */
      advance: (advance_ms: number) => setClock({ advance_ms }),
      /** Returns to the machine's clock. */
      resume: () => setClock({ real: true }),
    },
    state: {
      /** The state as a seed: putting it restores the same state. */
      get: () => call<SeedFile>('GET', '/state'),
      /** Replaces the whole state; if the seed is invalid, nothing changes. */
      put: (seed: SeedFile) => call<SeedFile>('PUT', '/state', seed),
    },
    /** Restores the initial seed and clears the rest of the namespace, or resets only the parts passed. */
    reset: async (...only: ResetPart[]) =>
      void (await call('POST', '/reset', undefined, only.length > 0 ? { only: only.join(',') } : {})),
  }
}

interface Faults {
  readonly faults: FaultView[]
}
interface Clocks {
  readonly clocks: ClockView[]
}

/** The only item of a list, because each request names one namespace. */
function onlyItem<T>([item]: T[]): T {
  return item as T
}
