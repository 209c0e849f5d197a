import type { Static } from '@sinclair/typebox'
import { formatReason, formatRequest } from '../base/request-line.ts'
import { UsageError } from '../base/usage-error.ts'
import type { CallBody, CallView } from '../sandbox/control/calls.ts'
import type { ClockView } from '../sandbox/control/clock.ts'
import type { DeliveryView } from '../sandbox/control/delivery-view.ts'
import type { FaultView } from '../sandbox/control/faults.ts'
import type { JournalEntryView } from '../sandbox/control/journal-entry-view.ts'
import type { RequestPattern } from '../sandbox/control/match.ts'
import type { Filters } from '../sandbox/control/requests.ts'
import type { ResetPart } from '../sandbox/control/state.ts'
import type { Verification } from '../sandbox/control/verify.ts'
import type { FaultBody } from '../sandbox/fault.ts'
import type {
  ApplicationChanges,
  NumberChanges,
  SeedApplication,
  SeedFile,
  SeedNumber,
  SeedTrunk,
  TrunkChanges,
} from '../store/seed-file.ts'
import { ControlError } from './control-error.ts'
import type { ControlRequest, Transport } from './transport.ts'
import type { ReceiveOptions } from './webhooks.ts'
import { receiveWebhooks } from './webhooks.ts'

export type JournalFilter = Omit<Static<typeof Filters>, 'namespace'>
export type NumberDetails = Required<SeedNumber>
export type TrunkDetails = Required<SeedTrunk>
/** The webhook secret of an application cannot be read. */
export type ApplicationDetails = Required<Omit<SeedApplication, 'webhook_secret'>>
/** A row to add. Its account is by default the one of the sandbox, and other missing fields get default values. */
export type NewRow<Row extends { readonly account_id: string }> = Omit<Row, 'account_id'> &
  Partial<Pick<Row, 'account_id'>>

/** A server, and the API key and account with which a client uses it. */
export interface ServerAccess {
  readonly url: string
  readonly apiKey: string
  readonly accountId: string
  /** The token of the control API; null if it requires none. */
  readonly token: string | null
  readonly transport: Transport
}

/**
 * One namespace of a server: what a client needs to use it, and its controls. Each method sends a request to
 * `/_sandbox`, and throws a `ControlError` if it fails.
 */
export interface NamespaceControls extends ReturnType<typeof createControls> {}

/** Creates the controls of a namespace. */
export function createControls(access: ServerAccess, namespace: string) {
  const { url, apiKey, accountId } = access
  const call = <T>(method: string, path: string, body?: unknown, query: object = {}) =>
    callControl(access, method, `${path}?${new URLSearchParams({ namespace, ...query })}`, body) as Promise<T>
  const state = {
    /** The state as a seed, without webhook secrets. Putting it restores the same state. */
    get: () => call<SeedFile>('GET', '/state'),
    /** Replaces the whole state; if the seed is invalid, nothing changes. */
    put: (seed: SeedFile) => call<SeedFile>('PUT', '/state', seed),
  }
  const rows = <State, New, Changes>(list: 'numbers' | 'trunks' | 'applications', idField: string) => {
    const edit = async (method: string, row: unknown) =>
      onlyItem((await call<Record<string, State[]>>(method, '/state', { [list]: [row] }))[list] as State[])
    const readAll = async () => (await state.get())[list] as State[]
    return {
      /** All rows, of all accounts. */
      list: readAll,
      /** Throws an error if there is none. */
      get: async (id: string): Promise<State> => {
        const found = (await readAll()).find(row => row[idField as keyof State] === id)
        if (found === undefined) throw new Error(`the namespace ${namespace} has no ${list.slice(0, -1)} ${id}`)
        return found
      },
      /** Changes the given fields. */
      set: (id: string, changes: Changes): Promise<State> => edit('PATCH', { [idField]: id, ...changes }),
      add: (row: New): Promise<State> => edit('POST', { account_id: accountId, ...row }),
    }
  }
  const listFaults = async () => (await call<{ faults: FaultView[] }>('GET', '/faults')).faults
  const listRequests = async (filter: JournalFilter = {}) =>
    (await call<{ requests: JournalEntryView[] }>('GET', '/requests', undefined, filter)).requests
  const verify = (verification: Verification) =>
    call<{ matched: number; last_match: JournalEntryView | null }>('POST', '/verify', verification)
  const setClock = async (clockChange: object) =>
    onlyItem((await call<{ clocks: ClockView[] }>('PUT', '/clock', clockChange)).clocks)
  const applications = rows<ApplicationDetails, NewRow<SeedApplication>, ApplicationChanges>('applications', 'id')
  return {
    /** The name of the namespace. */
    name: namespace,
    /** The URL of the server, without `/v1`. */
    url,
    /** An API key of the account. The server reads the namespace from it. */
    apiKey: namespace === 'default' ? apiKey : `${apiKey}__${namespace}`,
    accountId,
    numbers: rows<NumberDetails, NewRow<SeedNumber>, NumberChanges>('numbers', 'e164'),
    trunks: rows<TrunkDetails, NewRow<SeedTrunk>, TrunkChanges>('trunks', 'id'),
    applications,
    faults: {
      /** Sets a fault. `warnings` has the reasons why it may never apply. */
      set: async (fault: FaultBody): Promise<FaultView & { warnings: string[] }> => {
        const { faults, warnings } = await call<{ faults: FaultView[]; warnings: string[] }>('POST', '/faults', fault)
        return { ...onlyItem(faults), warnings }
      },
      list: listFaults,
      remove: async (id: string) => void (await call('DELETE', `/faults/${encodeURIComponent(id)}`)),
      clear: async () => void (await call('DELETE', '/faults')),
      /** Throws an error if a fault was never applied, or less often than its `times`. */
      assertAllUsed: async () => {
        const unused = (await listFaults()).filter(({ applied, times = 1 }) => applied < times)
        if (unused.length === 0) return
        const faults = unused.map(
          ({ namespace: _, seed: __, id, applied, ...fault }) =>
            `${id} ${JSON.stringify(fault)} was ${applied === 0 ? 'never applied' : `applied ${applied} times`}`,
        )
        throw new Error(`${faults.join('\n')}\n${toJournalText(await listRequests())}`)
      },
    },
    journal: {
      /** The entries that match the filter, oldest first. */
      list: listRequests,
      /** Counts the requests that match; throws a `ControlError` if the count is not the expected one. */
      verify: async (verification: Verification) => (await verify(verification)).matched,
      /** Waits until a request matches, by default up to five seconds, and returns the latest one. */
      waitFor: async (pattern: RequestPattern, { timeoutMs = 5_000 } = {}): Promise<JournalEntryView> =>
        (await verify({ ...pattern, min: 1, timeout_ms: timeoutMs })).last_match as JournalEntryView,
      /** Prints a line for each request, with its fault and hint. */
      print: async (write: (text: string) => void = console.log) => write(toJournalText(await listRequests())),
    },
    calls: {
      /** Simulates an inbound call to a number. With `deliver`, webhooks are sent to the number's application. */
      simulate: (body: CallBody) => call<CallView>('POST', '/calls', body),
    },
    webhooks: {
      /** Starts a local server that receives the webhooks of an application, by default the account's first one. */
      receive: async (options: ReceiveOptions = {}) => {
        const { application = (await applications.list()).find(each => each.account_id === accountId)?.id } = options
        if (application === undefined) throw new UsageError(`the account ${accountId} has no application`)
        return receiveWebhooks(options, target => applications.set(application, target))
      },
      /** The attempts to send webhooks, oldest first. */
      deliveries: async () => (await call<{ deliveries: DeliveryView[] }>('GET', '/deliveries')).deliveries,
      /** Sends a webhook again, with a new signature. */
      resend: (id: number) => call<DeliveryView>('POST', `/deliveries/${id}/send`),
    },
    clock: {
      get: async () => onlyItem((await call<{ clocks: ClockView[] }>('GET', '/clock')).clocks),
      /** Stops the clock at a time, a `Date` or ISO 8601. Milliseconds are dropped: the API has whole seconds. */
      freeze: async (now: Date | string) => setClock({ now: toWholeSeconds(now) }),
      /** Moves the clock forward by milliseconds, or back if they are negative. */
      advance: (advance_ms: number) => setClock({ advance_ms }),
      /** Returns to the machine's clock. */
      resume: () => setClock({ real: true }),
    },
    state,
    /** Restores the initial seed and clears the rest of the namespace, or resets only the parts passed. */
    reset: async (...only: ResetPart[]) =>
      void (await call('POST', '/reset', undefined, only.length > 0 ? { only: only.join(',') } : {})),
  }
}

async function callControl(
  { url, token, transport }: ServerAccess,
  method: string,
  path: string,
  body: unknown,
): Promise<unknown> {
  const request: ControlRequest = {
    method,
    path: `/_sandbox${path}`,
    headers: {
      ...(token !== null && { authorization: `Bearer ${token}` }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
    },
    body: body === undefined ? undefined : JSON.stringify(body),
  }
  const { status, text } = await transport(request)
  let responseBody: unknown
  try {
    responseBody = JSON.parse(text)
  } catch {
    throw new Error(`${url} is not a tryvox-sandbox: ${method} ${request.path} got status ${status} and no JSON`)
  }
  if (status >= 400) throw new ControlError(status, responseBody as ConstructorParameters<typeof ControlError>[1])
  return responseBody
}

/** A line for each request. */
function toJournalText(entries: readonly JournalEntryView[]): string {
  if (entries.length === 0) return 'no requests were received'
  const lines = entries.map(entry => {
    const { message, details } = Object(Object(entry.response_body)['error'])
    const reason = typeof message === 'string' ? formatReason(message, details) : undefined
    const [fault, hint] = [entry.fault ?? undefined, entry.hint ?? undefined]
    return formatRequest({ ...entry, namespace: undefined, reason, fault, hint })
  })
  return ['requests received:', ...lines.map(line => `  ${line}`)].join('\n')
}

/** A time as the control API accepts it. */
export function toWholeSeconds(time: Date | string): string {
  const milliseconds = time instanceof Date ? time.getTime() : Date.parse(String(time))
  if (Number.isNaN(milliseconds)) throw new UsageError(`the clock must be a Date or an ISO 8601 time, not "${time}"`)
  return new Date(milliseconds).toISOString().replace(/\.\d+Z$/, 'Z')
}

/** The only item of a list, because each request is about one row of one namespace. */
function onlyItem<T>([item]: readonly T[]): T {
  return item as T
}
