import { once } from 'node:events'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { UsageError } from './base/usage-error.ts'
import { createSandboxControls } from './client/connect.ts'
import { keepProcessAlive } from './client/keep-process-alive.ts'
import type { LocalSandbox, SandboxOptions } from './client/local.ts'
import { readSandboxOptions } from './client/local.ts'
import { createTransport } from './client/transport.ts'
import type { WorkerMessage, WorkerOptions } from './worker.ts'

export type { LocalSandbox, SandboxOptions } from './client/local.ts'
// The entry for `require`. Jest cannot load ES modules by `require` or `import()`, and the server is one. So the server
// runs in a worker, where fake timers do not reach it, and is controlled over HTTP.
export * from './client.ts'

/** Starts a sandbox. It does not keep the process alive. Throws a `UsageError` if an option is invalid. */
export async function createSandbox(options: SandboxOptions = {}): Promise<LocalSandbox> {
  const { log = false, ...others } = readSandboxOptions(options)
  const workerData: WorkerOptions = { ...others, log: log !== false }
  const worker = new Worker(join(__dirname, '../worker.js'), { workerData })
  const [message]: WorkerMessage[] = await keepProcessAlive(once(worker, 'message') as Promise<WorkerMessage[]>)
  if (message === undefined || !('started' in message)) throw new UsageError(Object(message).failed)
  const { url, apiKey, accountId } = message.started
  const write = typeof log === 'function' ? log : (line: string) => console.log(line)
  worker.on('message', ({ line }) => write(line)).unref()
  const access = { url, apiKey, accountId, token: null, transport: createTransport(url) }
  let closed: Promise<unknown> | undefined
  const close = async () => {
    closed ??= keepProcessAlive(once(worker, 'exit'))
    worker.postMessage('close')
    await closed
  }
  return { ...createSandboxControls(access, 'default'), fetch: fetchFrom(url), close, [Symbol.asyncDispose]: close }
}

/** Creates a `fetch` that sends every request to the server. */
function fetchFrom(url: string): typeof fetch {
  return async (input, init) => {
    // jest-environment-jsdom has no fetch.
    if (typeof globalThis.fetch !== 'function') throw new UsageError('this environment has no fetch; use sandbox.url')
    const request = input instanceof Request ? input : null
    const { pathname, search } = new URL(request?.url ?? String(input), url)
    const target = new URL(pathname + search, url)
    return globalThis.fetch(request === null ? target : new Request(target, request), init)
  }
}
