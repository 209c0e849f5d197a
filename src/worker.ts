import { parentPort, workerData } from 'node:worker_threads'
import type { SandboxOptions } from './client/local.ts'
import { createSandbox } from './index.ts'

/** A message of the worker: that it has started or could not start, and then the lines of the log. */
export type WorkerMessage =
  | { readonly started: { readonly url: string; readonly apiKey: string; readonly accountId: string } }
  | { readonly failed: string }
  | { readonly line: string }

/** Functions cannot be sent to a worker. */
export type WorkerOptions = Omit<SandboxOptions, 'log'> & { readonly log: boolean }

const post = (message: WorkerMessage) => parentPort?.postMessage(message)

try {
  const { log, ...options }: WorkerOptions = workerData
  const { url, apiKey, accountId, close } = await createSandbox({ ...options, log: log && (line => post({ line })) })
  // The only message asks the worker to stop. Without this listener nothing keeps the worker running.
  parentPort?.once('message', close)
  post({ started: { url, apiKey, accountId } })
} catch (error) {
  post({ failed: (error as Error).message })
}
