import type { PhoneNumber } from '../domain/number.ts'
import type { LogLimits } from './log.ts'
import { Log, Logs } from './log.ts'
import type { Operation } from './operation.ts'

/** One request and how it ended. Flat, for there is one for each request. */
export interface JournalEntry {
  /** Counts the namespace's requests from 1. */
  readonly id: number
  readonly namespace: string
  /** When it arrived, by the namespace's clock, in milliseconds since 1970. */
  readonly at: number
  readonly requestId: string
  readonly operation: Operation | null
  readonly e164: string | null
  readonly method: string
  readonly path: string
  /** The hash of the key; null for one that nobody holds. */
  readonly key: string | null
  readonly requestBody: string | null
  /** null where the connection was gone before the answer was out. */
  readonly status: number | null
  readonly responseBody: string | null
  /** The code of its refusal. */
  readonly error: string | null
  readonly duration: number
  /** Where the number went before the request and after it, where it was one that changes. */
  readonly before: NumberState | null
  readonly after: NumberState | null
  readonly fault: string | null
  readonly hint: string | null
}

/** Of a number, what a request can change. */
export type NumberState = Pick<PhoneNumber, 'assignment' | 'updatedAt'>

/** What happened in a namespace, oldest first. */
export class Journal extends Log<JournalEntry> {}

/** The journals of all namespaces. */
export class Journals extends Logs<JournalEntry> {
  constructor(limits: LogLimits, onError: (error: unknown) => void) {
    super(limits, sizeOf, onError)
  }
}

/** What an entry takes without its texts, and what a character takes at the most, in bytes. */
const [emptyEntry, character] = [512, 2]

/** About how many bytes an entry takes. */
function sizeOf({ path, e164, requestBody, responseBody, hint, fault, requestId }: JournalEntry): number {
  const texts = [path, e164, requestBody, responseBody, hint, fault, requestId]
  let characters = 0
  for (const text of texts) characters += text?.length ?? 0
  return emptyEntry + character * characters
}
