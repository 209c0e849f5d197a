import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import type { IncomingMessage } from 'node:http'
import { Agent, request } from 'node:http'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { withoutCoverage } from '../without-coverage.ts'
import type { CallLine, Line, Reply } from './line.ts'

export const command = fileURLToPath(new URL('../../src/cli.ts', import.meta.url))

/** The environment of this process, without settings of the server and without coverage, which slows the start. */
export function plainEnvironment(): NodeJS.ProcessEnv {
  const isExcluded = (name: string) => /^(TRYVOX_|NODE_OPTIONS$|NODE_V8_COVERAGE$|FORCE_COLOR$|NO_COLOR$)/.test(name)
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !isExcluded(name)))
}

/** Arguments of `sh` that run Node.js without coverage. */
export function nodeWithoutCoverage(...args: string[]): string[] {
  return ['-c', withoutCoverage, 'sh', process.execPath, ...args]
}

export interface CorpusRequest {
  readonly headers?: Readonly<Record<string, string>>
  /** A string or bytes are sent unchanged, everything else as JSON. */
  readonly body?: unknown
  /** The API key; null for none. */
  readonly key?: string | null
  /** Fields of the response whose values are random. */
  readonly mask?: readonly string[]
  /** Whether the request only prepares the next one and is not recorded. */
  readonly unrecorded?: boolean
  /** The timeout in milliseconds, for a response that never arrives. */
  readonly timeoutMs?: number
}

/** The default timeout in milliseconds. No response takes that long. */
const defaultTimeoutMs = 30_000

/** Sends requests to one server and records them, with their responses. */
export class CorpusClient {
  readonly lines: Line[] = []
  readonly port: number
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 1 })
  readonly #masks: [RegExp | string, string][]
  #sent = 0

  constructor(port: number, masks: [RegExp | string, string][]) {
    this.port = port
    this.#masks = masks
  }

  /** A request to the vendor's API. */
  async api(
    method: string,
    path: string,
    { key = 'tvx_sk_test_sandbox', headers, ...call }: CorpusRequest = {},
  ): Promise<Reply> {
    const authorization = key === null ? undefined : /^(Bearer|Basic|Token) ?/i.test(key) ? key : `Bearer ${key}`
    const all = { ...(authorization !== undefined && { authorization }), ...headers }
    return this.call(method, path, { ...call, headers: all })
  }

  /** A request to the control API. */
  control(method: string, path: string, call: CorpusRequest = {}): Promise<Reply> {
    return this.call(method, `/_sandbox${path}`, call)
  }

  async call(
    method: string,
    target: string,
    { headers = {}, body, mask = [], timeoutMs, unrecorded }: CorpusRequest = {},
  ): Promise<Reply> {
    const bytes = body === undefined ? undefined : toBytes(body)
    const id = `c-${++this.#sent}`
    const type = bytes === undefined ? {} : { 'content-type': 'application/json', 'content-length': bytes.length }
    const sent = { host: 'localhost', 'x-request-id': id, ...type, ...headers }
    const reply = await this.#send(method, target, sent, bytes, timeoutMs)
    const recorded = this.#recorded(reply, id, mask)
    if (unrecorded) return recorded
    const line: CallLine = {
      request: `${method} ${target}`,
      ...(Object.keys(headers).length > 0 && { headers: shortenHeaders(headers) }),
      ...(body !== undefined && { body: shorten(body) }),
      ...recorded,
    }
    this.lines.push(JSON.parse(this.masked(JSON.stringify(line))))
    return recorded
  }

  #send(
    method: string,
    path: string,
    headers: Record<string, string | number>,
    bytes: Buffer | undefined,
    timeoutMs: number | undefined,
  ): Promise<Raw> {
    return new Promise(resolve => {
      const sending = request({ port: this.port, method, path, headers, agent: this.#agent })
      sending.on('response', response => resolve(read(response)))
      sending.on('error', (error: NodeJS.ErrnoException) => resolve({ lost: lostAs(error) }))
      sending.end(bytes)
      const timer = setTimeout(() => sending.destroy(new Error('no response')), timeoutMs ?? defaultTimeoutMs)
      sending.on('close', () => clearTimeout(timer))
    })
  }

  #recorded({ status = 0, headers = [], text, lost }: Raw, id: string, mask: readonly string[]): Reply {
    const head = headers.map(([name, value]) => [name, this.#maskHeader(name, value, text ?? '', id)])
    return {
      status,
      head: Object.fromEntries(head.sort()),
      ...(text && { answer: this.#maskBody(text, mask) }),
      ...(lost !== undefined && { lost }),
    }
  }

  /** Masks values that differ from run to run or follow from the body. */
  #maskHeader(name: string, value: string, text: string, id: string): string {
    if (name === 'date') return '(date)'
    if (name === 'x-request-id') return value === id ? '(as sent)' : value.replace(uuid, '(uuid)')
    return name === 'content-length' && value === String(Buffer.byteLength(text)) ? '(its length)' : value
  }

  #maskBody(text: string, mask: readonly string[]): unknown {
    const fields = ['duration_ms', 'uptime_ms', 'x-tryvox-timestamp', 'x-tryvox-signature', ...mask].join('|')
    return parseCompact(text.replace(new RegExp(`"(${fields})":("[^"]*"|[\\d.]+)`, 'g'), '"$1":"(varies)"'))
  }

  /** Writes bytes to a connection and records all responses until it closes. */
  async wire(...parts: string[]): Promise<void> {
    const socket = connect(this.port, '127.0.0.1').on('error', () => {})
    await once(socket, 'connect')
    for (const part of parts) socket.write(part, 'latin1')
    const text = Buffer.concat(await socket.toArray().catch(() => [])).toString('latin1')
    const replies = split(text).map(({ id, ...raw }) => this.#recorded(raw, String(id), []))
    const wire = parts.map(part => (part.length > 300 ? shorten(part) : part)).join('')
    this.lines.push(JSON.parse(this.masked(JSON.stringify({ wire, replies }))))
  }

  /** Records a document of the server, split into parts that are short enough to read. */
  async document(target: string): Promise<void> {
    const { text = '' } = await this.#send('GET', target, { host: 'localhost' }, undefined, undefined)
    this.lines.push(...parts(JSON.parse(text)).map(({ at, is }) => ({ document: target, at, is })))
  }

  /** Records the first events of a stream. `meanwhile` causes them. */
  async events(target: string, count: number, meanwhile: () => Promise<unknown>): Promise<void> {
    const sending = request({ port: this.port, path: target, headers: { host: 'localhost' }, agent: false }).end()
    const [response] = (await once(sending, 'response')) as [IncomingMessage]
    let text = ''
    response.setEncoding('utf8').on('data', chunk => (text += chunk))
    await meanwhile()
    while (text.split('\n\n').length <= count) await once(response, 'data')
    sending.destroy()
    for (const event of text.split('\n\n').slice(0, count)) {
      const [id, data] = event.split('\ndata: ')
      const answer = data === undefined ? event : { id, data: this.#maskBody(data, []) }
      this.lines.push(JSON.parse(this.masked(JSON.stringify({ request: `EVENT ${target}`, answer }))))
    }
  }

  masked(text: string): string {
    return this.#masks.reduce((masked, [from, to]) => masked.replaceAll(from, to), text)
  }

  close(): void {
    this.#agent.destroy()
  }
}

export const uuid = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g

interface Raw {
  readonly status?: number
  readonly headers?: [string, string][]
  readonly text?: string
  readonly lost?: string
}

async function read(response: IncomingMessage): Promise<Raw> {
  const chunks: Buffer[] = []
  const lost = await new Promise<string | undefined>(resolve => {
    response.on('data', chunk => chunks.push(chunk)).on('end', () => resolve(undefined))
    response.on('error', (error: NodeJS.ErrnoException) => resolve(lostAs(error)))
  })
  const { rawHeaders, statusCode: status = 0 } = response
  const text = Buffer.concat(chunks).toString()
  return { status, headers: pairs(rawHeaders), text, ...(lost !== undefined && { lost }) }
}

function pairs(raw: readonly string[]): [string, string][] {
  return raw.flatMap((name, at) => (at % 2 === 0 ? [[name.toLowerCase(), raw[at + 1] ?? '']] : []))
}

function lostAs({ code, message }: NodeJS.ErrnoException): string {
  return code === undefined ? message : `${code} ${message}`
}

function toBytes(body: unknown): Buffer {
  if (body instanceof Uint8Array) return Buffer.from(body)
  return Buffer.from(typeof body === 'string' ? body : JSON.stringify(body))
}

function shortenHeaders(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(shorten(value))]))
}

/** Replaces a long body by its length and hash, and bytes by hexadecimal digits. */
function shorten(body: unknown): unknown {
  if (body instanceof Uint8Array) return `(bytes ${Buffer.from(body).toString('hex')})`
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  if (text.length <= 3_000) return body
  return `(${text.length} characters, sha256 ${createHash('sha256').update(text).digest('hex').slice(0, 16)})`
}

/** Parses JSON without white space; returns any other text unchanged. */
function parseCompact(text: string): unknown {
  try {
    const value = JSON.parse(text)
    return JSON.stringify(value) === text ? value : text
  } catch {
    return text
  }
}

/** The responses of one connection. */
function split(text: string): (Raw & { id: string | undefined })[] {
  const found: (Raw & { id: string | undefined })[] = []
  for (let rest = text; rest !== ''; ) {
    const end = rest.indexOf('\r\n\r\n')
    const [start = '', ...lines] = rest.slice(0, end).split('\r\n')
    const headers = lines.map((line): [string, string] => {
      const [name = '', ...value] = line.split(': ')
      return [name.toLowerCase(), value.join(': ')]
    })
    const all = Object.fromEntries(headers)
    const length = Number(all['content-length'] ?? 0)
    const body = rest.slice(end + 4, end + 4 + length)
    const wireId = /^wire/.test(all['x-request-id'] ?? '') ? all['x-request-id'] : undefined
    found.push({ status: Number(start.split(' ')[1]), headers, text: body, id: wireId })
    rest = rest.slice(end + 4 + length)
  }
  return found
}

/** The maximum length of a part of a document, in characters of JSON. */
const maxPartLength = 1_000

function parts(value: unknown, at: readonly string[] = []): { at: readonly string[]; is: unknown }[] {
  const isSmall = typeof value !== 'object' || value === null || JSON.stringify(value).length <= maxPartLength
  if (isSmall || Array.isArray(value)) return [{ at, is: value }]
  return Object.entries(value).flatMap(([key, each]) => parts(each, [...at, key]))
}

/** A server in its own process and a new folder. */
export interface StartedServer {
  readonly port: number
  readonly folder: string
  /** The standard output so far. */
  output(): string
  stop(): Promise<void>
}

export async function startServer(args: readonly string[]): Promise<StartedServer> {
  const folder = mkdtempSync(join(tmpdir(), 'corpus-'))
  const child = spawn('sh', nodeWithoutCoverage(command, '--port', '0', ...args), {
    cwd: folder,
    env: plainEnvironment(),
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let text = ''
  child.stdout.setEncoding('utf8').on('data', chunk => (text += chunk))
  const ended = once(child, 'close')
  while (!text.includes('\n'))
    await Promise.race([once(child.stdout, 'data'), ended.then(() => Promise.reject(new Error(`ended: ${text}`)))])
  const port = Number(new URL(JSON.parse(text.slice(0, text.indexOf('\n'))).url).port)
  return {
    port,
    folder,
    output: () => text,
    stop: async () => {
      child.kill()
      await ended
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
