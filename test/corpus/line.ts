import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'

/** A response: its status, its headers in alphabetical order, and its body, parsed if it is compact JSON. */
export interface Reply {
  readonly status: number
  readonly head: Readonly<Record<string, string>>
  readonly answer?: unknown
  /** How the connection failed, if it did. */
  readonly lost?: string
}

/** The options of the server on which the following lines were recorded. */
export interface ServerLine {
  readonly server: readonly string[]
}

/** One request over HTTP and its response. */
export interface CallLine extends Partial<Reply> {
  /** Method and target. */
  readonly request: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: unknown
}

/** Bytes written to a connection, and every response until it closes. */
export interface WireLine {
  readonly wire: string
  readonly replies: readonly Reply[]
}

/** One command line, run to its end. */
export interface RunLine {
  readonly run: readonly string[]
  readonly env?: Readonly<Record<string, string>>
  readonly code: number | string
  readonly stdout: readonly string[]
  readonly stderr: readonly string[]
  /** The report file that the command wrote. */
  readonly report?: readonly string[]
}

/** A part of a document that the server sends: the path of keys and the value. */
export interface DocumentLine {
  readonly document: string
  readonly at: readonly string[]
  readonly is: unknown
}

/** A line of the server's log. */
export interface RecordedLogLine {
  readonly log: unknown
}

export type Line = ServerLine | CallLine | WireLine | RunLine | DocumentLine | RecordedLogLine

/** Headers that many responses share, by a name made from their content. */
interface HeadLine {
  readonly heads: Readonly<Record<string, Reply['head']>>
}

/** The recording of a group. */
export function fileOf(group: string): URL {
  return new URL(`recorded/${group}.jsonl`, import.meta.url)
}

export function readLines(group: string): Line[] {
  const [first = '{"heads":{}}', ...rest] = readFileSync(fileOf(group), 'utf8').trimEnd().split('\n')
  const { heads }: HeadLine = JSON.parse(first)
  const expand = <T extends { head?: unknown }>(reply: T) =>
    typeof reply.head === 'string' ? { ...reply, head: heads[reply.head] } : reply
  return rest.map(text => {
    const line = JSON.parse(text)
    return 'replies' in line ? { ...line, replies: line.replies.map(expand) } : expand(line)
  })
}

export function writeLines(group: string, lines: readonly Line[]): void {
  const heads: Record<string, Reply['head']> = {}
  const fold = <T extends { head?: unknown }>(reply: T) => {
    if (reply.head === undefined) return reply
    const name = createHash('sha256').update(JSON.stringify(reply.head)).digest('hex').slice(0, 6)
    heads[name] = reply.head as Reply['head']
    return { ...reply, head: name }
  }
  const folded = lines.map(line =>
    JSON.stringify('replies' in line ? { ...line, replies: line.replies.map(fold) } : fold(line as CallLine)),
  )
  writeFileSync(fileOf(group), `${[JSON.stringify({ heads }), ...folded].join('\n')}\n`)
}
