import { Agent, request } from 'node:http'
import { findMismatch } from '../openapi-match.ts'
import type { Tally } from './tally.ts'

/** A response. */
export interface ClientResponse {
  readonly status: number
  readonly body: Record<string, unknown>
  /** Whether a fault was applied. */
  readonly faulted: boolean
}

/** A client with persistent connections. */
export class SoakClient {
  readonly #port: number
  readonly #tally: Tally
  readonly #agent = new Agent({ keepAlive: true })

  constructor(port: number, tally: Tally) {
    this.#port = port
    this.#tally = tally
  }

  /** Sends a request. Returns null if the connection was lost. A string is sent unchanged, any other body as JSON. */
  async call(method: string, path: string, key: string, body?: unknown): Promise<ClientResponse | null> {
    const text = body === undefined || typeof body === 'string' ? body : JSON.stringify(body)
    const type = text === undefined ? {} : { 'content-type': 'application/json', 'content-length': text.length }
    const headers = { authorization: `Bearer ${key}`, ...type }
    const response = await this.#send(method, path, headers, text)
    if (response === null) return null
    this.#tally.calls++
    const problem = response.faulted ? null : findMismatch(method, path, { ...response, headers: {} })
    if (problem !== null) this.#tally.report('undescribed', `${method} ${path} ${problem}`)
    return response
  }

  end(): void {
    this.#agent.destroy()
  }

  #send(method: string, path: string, headers: Record<string, string | number>, text: string | undefined) {
    return new Promise<(ClientResponse & { text: string }) | null>(resolve => {
      const sending = request({ port: this.#port, host: '127.0.0.1', method, path, headers, agent: this.#agent })
      sending.on('error', () => resolve(null))
      sending.on('response', async response => {
        const parts = await response.toArray().catch(() => null)
        if (parts === null) return resolve(null)
        const text = Buffer.concat(parts).toString()
        const faulted = response.headers['x-sandbox-fault'] !== undefined
        resolve({ status: response.statusCode ?? 0, body: JSON.parse(text), text, faulted })
      })
      sending.end(text)
    })
  }
}
