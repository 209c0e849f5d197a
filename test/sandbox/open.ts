import type { Test } from 'tap'
import type { Timeouts } from '../../src/http/listener.ts'
import type { OnRequestEnd } from '../../src/http/request-context.ts'
import { lookup } from '../../src/network/address.ts'
import type { ControlOptions } from '../../src/sandbox/control/control.ts'
import type { SandboxOptions } from '../../src/sandbox/sandbox.ts'
import { Sandbox } from '../../src/sandbox/sandbox.ts'
import type { Store } from '../../src/store/store.ts'
import type { Answer, Call, TestServer } from '../server.ts'
import { eachStore, key, listen } from '../server.ts'

/** The real server with a sandbox around it. */
export interface SandboxServer extends TestServer {
  readonly sandbox: Sandbox
  /** Milliseconds of the machine's clock, to be set. */
  time: number
  /** Ends each delay at once, as the end of the server does: what waited goes on. A delay begun later ends at once too. */
  endDelays(): void
  /** A control: `POST /reset`. */
  control(method: string, path: string, call?: Call): Promise<Answer>
  /** A call with the everyday key in a namespace. */
  inNamespace(namespace: string, method: string, path: string, body?: unknown): Promise<Answer>
}

export interface SandboxParts {
  readonly limit?: number
  readonly journal?: SandboxOptions['journal']
  readonly deliver?: Partial<SandboxOptions['deliver']>
  readonly controls?: Partial<ControlOptions>
  /** Told of each request besides. */
  readonly onRequestEnd?: OnRequestEnd
  readonly timeouts?: Timeouts
}

export const start = Date.parse('2026-04-09T11:15:00Z')

/** On each store; the machine's clock stands at 2026-04-09T11:15:00Z until the test moves it. */
export function withSandbox(t: Test, parts: SandboxParts, test: (t: Test, server: SandboxServer) => Promise<void>) {
  return eachStore(t, {}, async (t, store) => test(t, await listenAround(t, store, parts)))
}

async function listenAround(
  t: Test,
  store: Store,
  { limit = 10, journal, deliver, controls, onRequestEnd = () => {}, timeouts }: SandboxParts,
) {
  const machine = { time: start }
  const limits = journal ?? { namespace: 100, all: 1_000 }
  const near = { lookup, anywhere: false, inContainer: false, backoff: [] }
  const now = () => machine.time
  const sandbox = new Sandbox({
    store,
    limit,
    journal: limits,
    clock: null,
    now,
    deliver: { ...near, ...deliver },
    onUnexpectedError: error => server.unforeseen.push(error),
  })
  const info = { version: '1.2.3' }
  const guarded = { hosts: [], origins: [], token: null, info, ...controls }
  const around = { sandbox, onRequestEnd, controls: guarded, ...(timeouts && { timeouts }) }
  const server: TestServer = await listen(t, store, around)
  return Object.assign(machine, server, {
    sandbox,
    endDelays: () => sandbox.pendingWork.shutDown(),
    control: (method: string, path: string, call?: Call) =>
      server.call(method, `/_sandbox${path}`, { ...call, headers: { authorization: '', ...call?.headers } }),
    inNamespace: (namespace: string, method: string, path: string, body?: unknown) =>
      server.call(method, path, { headers: { authorization: `Bearer ${key}__${namespace}` }, body }),
  })
}

/** What a sandbox adds to an answer. */
export function marks({ headers }: Answer): Record<string, unknown> {
  const names = ['x-sandbox-namespace', 'x-sandbox-hint', 'x-sandbox-fault', 'preference-applied', 'retry-after']
  return Object.fromEntries(names.filter(name => headers[name] !== undefined).map(name => [name, headers[name]]))
}
