import { Agent, request } from 'node:http'
import { undescribed } from '../described.ts'
import type { Tally } from './tally.ts'

export interface Seen {
  readonly status: number
  readonly body: Record<string, unknown>
  /** Whether a fault had a part in it. */
  readonly faulted: boolean
}

/** A client whose connections are kept. */
export class Client {
  readonly #port: number
  readonly #tally: Tally
  readonly #agent = new Agent({ keepAlive: true })

  constructor(port: number, tally: Tally) {
    this.#port = port
    this.#tally = tally
  }

  /** The answer; null where the connection was lost. A body that is a string is sent as it is. */
  async call(method: string, path: string, key: string, body?: unknown): Promise<Seen | null> {
    const text = body === undefined || typeof body === 'string' ? body : JSON.stringify(body)
    const type = text === undefined ? {} : { 'content-type': 'application/json', 'content-length': text.length }
    const headers = { authorization: `Bearer ${key}`, ...type }
    const answer = await this.#send(method, path, headers, text)
    if (answer === null) return null
    this.#tally.calls++
    const wrong = answer.faulted ? null : undescribed(method, path, { ...answer, headers: {} })
    if (wrong !== null) this.#tally.report('undescribed', `${method} ${path} ${wrong}`)
    return answer
  }

  end(): void {
    this.#agent.destroy()
  }

  #send(method: string, path: string, headers: Record<string, string | number>, text: string | undefined) {
    return new Promise<(Seen & { text: string }) | null>(resolve => {
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
