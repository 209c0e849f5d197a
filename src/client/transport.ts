import type { IncomingMessage } from 'node:http'
import { request as http } from 'node:http'
import { request as https } from 'node:https'
import type { Duplex } from 'node:stream'
import { setImmediate } from '../base/timers.ts'
import { assertNotFaked, streamSchedulers } from './fake-timers.ts'
import { keepProcessAlive } from './keep-process-alive.ts'

/** A request to the control API. */
export interface ControlRequest {
  readonly method: string
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string | undefined
}

/** Sends a request and returns the status and the body of the response. */
export type Transport = (request: ControlRequest) => Promise<{ readonly status: number; readonly text: string }>

/**
 * Creates a transport to the server at `base`. It uses `node:http`, because test environments replace or remove the
 * global `fetch`. With `createConnection` it uses that connection instead of a socket.
 */
export function createTransport(base: string, createConnection?: () => Duplex): Transport {
  const send = new URL(base).protocol === 'https:' ? https : http
  return async ({ method, path, headers, body }) => {
    await assertNotFaked(streamSchedulers)
    const length = body === undefined ? {} : { 'content-length': Buffer.byteLength(body) }
    const options = {
      method,
      headers: { ...headers, ...length },
      agent: false,
      ...(createConnection && { createConnection }),
    }
    const response = new Promise<IncomingMessage>((resolve, reject) => {
      send(`${base}${path}`, options, resolve).on('error', reject).end(body)
    })
    return keepProcessAlive(response.then(read).catch(error => Promise.reject(toError(base, error))))
  }
}

async function read(response: IncomingMessage): Promise<{ status: number; text: string }> {
  let text = ''
  for await (const chunk of response.setEncoding('utf8')) text += chunk
  // Only after the server has seen its response finish, so that its journal is complete.
  await new Promise(resolve => setImmediate(resolve))
  return { status: Number(response.statusCode), text }
}

function toError(base: string, error: NodeJS.ErrnoException): Error {
  return new Error(`the sandbox at ${base} cannot be reached (${error.code})`, { cause: error })
}
