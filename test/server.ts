import type { Server } from 'node:http'
import { request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import type { Test } from 'tap'
import type { Variants } from '../src/behaviors/variant.ts'
import type { Clock } from '../src/domain/clock.ts'
import { fromIso, setClock } from '../src/domain/clock.ts'
import type { Timeouts } from '../src/http/listener.ts'
import type { OnRequestEnd } from '../src/http/request-context.ts'
import type { ControlOptions } from '../src/sandbox/control/control.ts'
import type { Sandbox } from '../src/sandbox/sandbox.ts'
import { buildServer } from '../src/server/server.ts'
import { demo } from '../src/store/demo.ts'
import { MemoryStore } from '../src/store/memory.ts'
import { openSqlite } from '../src/store/open.ts'
import { readSeed } from '../src/store/seed-check.ts'
import type { SeedFile } from '../src/store/seed-file.ts'
import type { Store } from '../src/store/store.ts'

export const key = 'tvx_sk_test_sandbox'
export const numbers = '/v1/account/acc_123abc/numbers'

export interface TestServerOptions {
  readonly seed?: SeedFile
  /** Records to add to the seed. */
  readonly additions?: SeedFile
  /** The time of the clock. */
  readonly now?: string
  /** A clock to use instead of the frozen one. */
  readonly clock?: Clock
  readonly onRequestEnd?: OnRequestEnd
  readonly sandbox?: Sandbox
  readonly controls?: ControlOptions
  readonly timeouts?: Timeouts
  readonly variants?: Variants
}

export interface TestResponse {
  readonly status: number
  readonly headers: NodeJS.Dict<string | string[]>
  /** The body as text. */
  readonly text: string
  /** The parsed body if it is a JSON object, otherwise undefined. */
  readonly body: unknown
}

/** Options of a request. It has the API key of the demo, unless `headers` override it. */
export interface CallOptions {
  readonly headers?: Record<string, string>
  /** A string or a buffer is sent unchanged; any other value is sent as JSON. */
  readonly body?: unknown
}

export interface TestServer {
  readonly port: number
  readonly http: Server
  readonly store: Store
  /** The unexpected errors so far. */
  readonly unexpectedErrors: unknown[]
  /** The time of the clock; it can be changed. */
  now: string
  call(method: string, path: string, call?: CallOptions): Promise<TestResponse>
  /** Closes the server before the end of the test. */
  close(): Promise<void>
}

const stores: Record<string, (t: Test, seed: SeedFile) => Store> = {
  memory: (_t, seed) => new MemoryStore(readSeed(seed)),
  sqlite: (t, seed) => {
    const options = { fresh: false, isSeedExplicit: false, additions: readSeed({}), onStorageFailure: t.fail }
    const file = join(t.testdir(), 'sandbox.db')
    return openSqlite({ ...options, file, seed: { name: 'test', read: () => readSeed(seed) } }).store
  },
}

/** Runs the test on a real server with each kind of store. */
export function onEachStore(t: Test, options: TestServerOptions, test: (t: Test, server: TestServer) => Promise<void>) {
  return eachStore(t, options, async (t, store) => test(t, await listen(t, store, options)))
}

/** Runs the test with each kind of store. */
export async function eachStore(t: Test, options: TestServerOptions, test: (t: Test, store: Store) => Promise<void>) {
  for (const [name, open] of Object.entries(stores)) await t.test(name, t => test(t, open(t, mergeAdditions(options))))
}

function mergeAdditions({ seed = demo, additions = {} }: TestServerOptions): SeedFile {
  const lists = Object.keys({ ...seed, ...additions }) as (keyof SeedFile)[]
  return Object.fromEntries(lists.map(list => [list, [...(seed[list] ?? []), ...(additions[list] ?? [])]]))
}

/** Starts a server on a free port. It is closed, with its store, at the end of the test. */
export async function listen(t: Test, store: Store, { now = '2026-04-09T11:15:00Z', ...rest }: TestServerOptions) {
  const unexpectedErrors: unknown[] = []
  const { app } = buildServer({
    store,
    clock: last => setClock(fromIso(server.now))(last),
    onUnexpectedError: error => unexpectedErrors.push(error),
    ...rest,
  })
  await app.listen({ host: '127.0.0.1', port: 0 })
  t.teardown(() => app.close())
  const { port } = app.server.address() as AddressInfo
  const server: TestServer = {
    port,
    http: app.server,
    store,
    unexpectedErrors,
    now,
    call: (...args) => call(port, ...args),
    close: () => app.close(),
  }
  return server
}

/**
 * Sends a request. Unlike `fetch`, it does not normalize the path. It connects to an IP address, because a host name
 * can have several addresses, and is resolved on another thread, so that one request could overtake another.
 */
export function call(
  port: number,
  method: string,
  path: string,
  { headers = {}, body }: CallOptions = {},
): Promise<TestResponse> {
  const text = typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body)
  const type =
    text === undefined ? {} : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) }
  const all = { host: `localhost:${port}`, authorization: `Bearer ${key}`, ...type, ...headers }
  // A header with an empty value is not sent.
  const sent = Object.fromEntries(Object.entries(all).filter(([, value]) => value !== ''))
  return new Promise((resolve, reject) => {
    const sending = request({ host: '127.0.0.1', port, method, path, headers: sent, agent: false }, async response => {
      const chunks = await response.toArray()
      const text = Buffer.concat(chunks).toString()
      const body = text.startsWith('{') ? JSON.parse(text) : undefined
      resolve({ status: response.statusCode ?? 0, headers: response.headers, text, body })
    })
    sending.on('error', reject).end(text)
  })
}
