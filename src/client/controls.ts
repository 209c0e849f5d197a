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

interface Refusal {
  readonly error: { readonly message: string; readonly details?: readonly { field: string; reason: string }[] }
  readonly near_misses?: Static<typeof NearMiss>
}

/** A control refused: `body` is what it answered, with the field at fault or the nearest requests. */
export class ControlError extends Error {
  override readonly name = 'ControlError'
  readonly status: number
  readonly body: unknown

  constructor(status: number, body: Refusal) {
    const details = (body.error.details ?? []).map(({ field, reason }) => `${field}: ${reason}`)
    const [nearest] = body.near_misses ?? []
    const differences = (nearest?.differences ?? []).map(
      ({ field, expected, seen }) => `nearest has ${field} ${JSON.stringify(seen)}, not ${JSON.stringify(expected)}`,
    )
    super([body.error.message, ...details, ...differences].join('; '))
    this.status = status
    this.body = body
  }
}

/** What a test may do with one namespace. Each is a call of `/_sandbox`; what it refuses is a `ControlError`. */
export type Controls = ReturnType<typeof createControls>

/** The controls of the namespace of that name, called through `fetch`. */
export function createControls(fetch: typeof globalThis.fetch, namespace: string) {
  const call = async <T>(method: string, path: string, body?: unknown, query: object = {}): Promise<T> => {
    const search = new URLSearchParams({ namespace, ...query })
    const headers = { 'content-type': 'application/json' }
    const sent = body === undefined ? { method } : { method, headers, body: JSON.stringify(body) }
    const response = await fetch(`/_sandbox${path}?${search}`, sent)
    const answer = await response.json()
    if (!response.ok) throw new ControlError(response.status, answer as Refusal)
    return answer as T
  }
  const setClock = async (to: object) => first((await call<Clocks>('PUT', '/clock', to)).clocks)
  return {
    faults: {
      set: async (fault: FaultBody) => first((await call<Faults>('POST', '/faults', fault)).faults),
      list: async () => (await call<Faults>('GET', '/faults')).faults,
      remove: async (id: string) => void (await call('DELETE', `/faults/${encodeURIComponent(id)}`)),
      clear: async () => void (await call('DELETE', '/faults')),
    },
    journal: {
      /** Newest last. */
      list: async (filter: JournalFilter = {}) =>
        (await call<{ requests: JournalEntryView[] }>('GET', '/requests', undefined, filter)).requests,
      /** How many requests match; refuses where it is not as many as wanted. */
      verify: async (wanted: Verification) => (await call<{ matched: number }>('POST', '/verify', wanted)).matched,
    },
    calls: {
      /** Rings a number of ours; with `deliver` its application's webhooks are called. */
      simulate: (wanted: CallBody) => call<CallView>('POST', '/calls', wanted),
      deliveries: async () => (await call<{ deliveries: DeliveryView[] }>('GET', '/deliveries')).deliveries,
      resend: (id: number) => call<DeliveryView>('POST', `/deliveries/${id}/send`),
    },
    clock: {
      get: async () => first((await call<Clocks>('GET', '/clock')).clocks),
      /** Stops at an ISO 8601 time. */
      freeze: (now: string) => setClock({ now }),
      /** Moves on by milliseconds, or back. */
      advance: (advance_ms: number) => setClock({ advance_ms }),
      /** Runs with the machine's clock again. */
      resume: () => setClock({ real: true }),
    },
    state: {
      /** A seed that would make it. */
      get: () => call<SeedFile>('GET', '/state'),
      /** Replaces it, all or nothing. */
      put: (seed: SeedFile) => call<SeedFile>('PUT', '/state', seed),
    },
    /** Returns to the beginning: in all, or in some of it. */
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

/** One namespace was asked for: there is one answer. */
function first<T>([one]: T[]): T {
  return one as T
}
