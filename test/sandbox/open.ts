import type { Test } from 'tap'
import type { Timeouts } from '../../src/http/listener.ts'
import type { OnRequestEnd } from '../../src/http/request-context.ts'
import { lookup } from '../../src/network/address.ts'
import type { ControlOptions } from '../../src/sandbox/control/control.ts'
import type { SandboxSettings } from '../../src/sandbox/sandbox.ts'
import { Sandbox } from '../../src/sandbox/sandbox.ts'
import type { Store } from '../../src/store/store.ts'
import type { CallOptions, TestResponse, TestServer } from '../server.ts'
import { eachStore, key, listen } from '../server.ts'

/** A real server with a sandbox. */
export interface SandboxServer extends TestServer {
  readonly sandbox: Sandbox
  /** The time of the machine, in milliseconds since 1970; it can be changed. */
  time: number
  /** Ends all delays, as a shutdown does. Later delays end at once too. */
  endDelays(): void
  /** Sends a request to the control API, e.g. `POST /reset`. */
  control(method: string, path: string, call?: CallOptions): Promise<TestResponse>
  /** Sends a request with the demo key in a namespace. */
  inNamespace(namespace: string, method: string, path: string, body?: unknown): Promise<TestResponse>
}

export interface SandboxServerOptions {
  readonly limit?: number
  readonly journal?: SandboxSettings['journal']
  readonly deliver?: Partial<SandboxSettings['deliver']>
  readonly controls?: Partial<ControlOptions>
  /** Called at the end of each request. */
  readonly onRequestEnd?: OnRequestEnd
  readonly timeouts?: Timeouts
}

export const machineTime = Date.parse('2026-04-09T11:15:00Z')

/** Runs the test with each kind of store. The time of the machine is 2026-04-09T11:15:00Z until the test changes it. */
export function withSandbox(
  t: Test,
  options: SandboxServerOptions,
  test: (t: Test, server: SandboxServer) => Promise<void>,
) {
  return eachStore(t, {}, async (t, store) => test(t, await listenWithSandbox(t, store, options)))
}

async function listenWithSandbox(
  t: Test,
  store: Store,
  { limit = 10, journal, deliver, controls, onRequestEnd = () => {}, timeouts }: SandboxServerOptions,
) {
  const state = { time: machineTime }
  const limits = journal ?? { namespace: 100, all: 1_000 }
  const delivery = { lookup, anywhere: false, inContainer: false, backoff: [] }
  const now = () => state.time
  const sandbox = new Sandbox({
    store,
    limit,
    journal: limits,
    clock: null,
    now,
    deliver: { ...delivery, ...deliver },
    onUnexpectedError: error => server.unexpectedErrors.push(error),
  })
  const info = { version: '1.2.3' }
  const controlOptions = { hosts: [], origins: [], token: null, info, ...controls }
  const serverOptions = { sandbox, onRequestEnd, controls: controlOptions, ...(timeouts && { timeouts }) }
  const server: TestServer = await listen(t, store, serverOptions)
  return Object.assign(state, server, {
    sandbox,
    endDelays: () => sandbox.pendingWork.shutDown(),
    control: (method: string, path: string, call?: CallOptions) =>
      server.call(method, `/_sandbox${path}`, { ...call, headers: { authorization: '', ...call?.headers } }),
    inNamespace: (namespace: string, method: string, path: string, body?: unknown) =>
      server.call(method, path, { headers: { authorization: `Bearer ${key}__${namespace}` }, body }),
  })
}

/** The headers that the sandbox adds to a response. */
export function sandboxHeaders({ headers }: TestResponse): Record<string, unknown> {
  const names = ['x-sandbox-namespace', 'x-sandbox-hint', 'x-sandbox-fault', 'preference-applied', 'retry-after']
  return Object.fromEntries(names.filter(name => headers[name] !== undefined).map(name => [name, headers[name]]))
}
