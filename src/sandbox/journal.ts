import type { PhoneNumber } from '../domain/number.ts'
import type { LogLimits } from './log.ts'
import { Log, Logs } from './log.ts'
import type { Operation } from './operation.ts'

/** One request and its outcome. Flat, to keep the memory per request small. */
export interface JournalEntry {
  /** The sequence number of the request in its namespace, from 1. */
  readonly id: number
  readonly namespace: string
  /** When the request arrived, by the clock of its namespace, in milliseconds since 1970. */
  readonly at: number
  readonly requestId: string
  readonly operation: Operation | null
  readonly e164: string | null
  readonly method: string
  readonly path: string
  /** The hash of the API key; null if the request was not authenticated. */
  readonly key: string | null
  readonly requestBody: string | null
  /** null if the connection was lost before the response was sent. */
  readonly status: number | null
  readonly responseBody: string | null
  /** The internal error code; null if the request was not rejected. */
  readonly error: string | null
  /** Milliseconds. */
  readonly duration: number
  /** The assignment of the number before and after the request; null if the request did not change a number. */
  readonly before: NumberState | null
  readonly after: NumberState | null
  readonly fault: string | null
  readonly hint: string | null
}

/** The part of a number that a request can change. */
export type NumberState = Pick<PhoneNumber, 'assignment' | 'updatedAt'>

/** The requests of a namespace, oldest first. */
export class Journal extends Log<JournalEntry> {}

/** The journals of all namespaces. */
export class Journals extends Logs<JournalEntry> {
  constructor(limits: LogLimits, onError: (error: unknown) => void) {
    super(limits, sizeOf, onError)
  }
}

/** The size of an entry without its texts, and the maximum size of a character, in bytes. */
const [emptyEntry, character] = [512, 2]

/** The approximate size of an entry in bytes. */
function sizeOf({ path, e164, requestBody, responseBody, hint, fault, requestId }: JournalEntry): number {
  const texts = [path, e164, requestBody, responseBody, hint, fault, requestId]
  let characters = 0
  for (const text of texts) characters += text?.length ?? 0
  return emptyEntry + character * characters
}
