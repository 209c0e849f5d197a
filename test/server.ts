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

export interface Options {
  readonly seed?: SeedFile
  /** Rows to add to those of the seed. */
  readonly additions?: SeedFile
  /** The time that changes bear. */
  readonly now?: string
  /** In place of the one that is set. */
  readonly clock?: Clock
  readonly onRequestEnd?: OnRequestEnd
  readonly sandbox?: Sandbox
  readonly controls?: ControlOptions
  readonly timeouts?: Timeouts
  readonly variants?: Variants
}

export interface Answer {
  readonly status: number
  readonly headers: NodeJS.Dict<string | string[]>
  /** As it was sent. */
  readonly text: string
  /** Read as JSON, where it is JSON. */
  readonly body: unknown
}

/** A request; the key of the demo's first account goes with it, unless headers say otherwise. */
export interface Call {
  readonly headers?: Record<string, string>
  /** A string or a buffer is sent as it is, all else as JSON. */
  readonly body?: unknown
}

export interface TestServer {
  readonly port: number
  readonly http: Server
  readonly store: Store
  /** Errors that nobody foresaw. */
  readonly unforeseen: unknown[]
  /** The clock, to be set. */
  now: string
  call(method: string, path: string, call?: Call): Promise<Answer>
  /** Ends it before the test does. */
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

/** The same test on the real server over each of its stores. */
export function onEachStore(t: Test, options: Options, test: (t: Test, server: TestServer) => Promise<void>) {
  return eachStore(t, options, async (t, store) => test(t, await listen(t, store, options)))
}

/** The same test on each store. */
export async function eachStore(t: Test, options: Options, test: (t: Test, store: Store) => Promise<void>) {
  for (const [name, open] of Object.entries(stores)) await t.test(name, t => test(t, open(t, seedOf(options))))
}

function seedOf({ seed = demo, additions = {} }: Options): SeedFile {
  const lists = Object.keys({ ...seed, ...additions }) as (keyof SeedFile)[]
  return Object.fromEntries(lists.map(list => [list, [...(seed[list] ?? []), ...(additions[list] ?? [])]]))
}

/** Listens on a free port until the test ends; the store closes with it. */
export async function listen(t: Test, store: Store, { now = '2026-04-09T11:15:00Z', ...rest }: Options) {
  const unforeseen: unknown[] = []
  const { app } = buildServer({
    store,
    clock: last => setClock(fromIso(server.now))(last),
    onUnexpectedError: error => unforeseen.push(error),
    ...rest,
  })
  await app.listen({ host: '127.0.0.1', port: 0 })
  t.teardown(() => app.close())
  const { port } = app.server.address() as AddressInfo
  const server: TestServer = {
    port,
    http: app.server,
    store,
    unforeseen,
    now,
    call: (...args) => call(port, ...args),
    close: () => app.close(),
  }
  return server
}

/**
 * Sends the path as it stands, which `fetch` would tidy first. The address is given, since a name is looked up on another
 * thread, so that requests could overtake each other, and has several addresses, of which a slow one is given up.
 */
export function call(port: number, method: string, path: string, { headers = {}, body }: Call = {}): Promise<Answer> {
  const text = typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body)
  const type =
    text === undefined ? {} : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) }
  const all = { host: `localhost:${port}`, authorization: `Bearer ${key}`, ...type, ...headers }
  // What is set to nothing is not sent.
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
