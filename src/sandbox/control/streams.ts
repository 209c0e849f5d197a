import type { ServerResponse } from 'node:http'
import { guarded } from '../../base/guarded.ts'
import { clearInterval, setInterval } from '../../base/timers.ts'
import type { JournalEntry } from '../journal.ts'
import type { Namespace } from '../namespace.ts'
import type { Sandbox } from '../sandbox.ts'
import { viewJournalEntry } from './journal-entry-view.ts'

/**
 * How long entries are collected before they are written. Writing each alone would cost more than the request that it
 * describes.
 */
const batchIntervalMs = 25
/** How often it is checked whether a namespace was reset or edited. */
const checkIntervalMs = 250
/** How many unread bytes a reader can have before its stream is closed. */
const maxUnreadBytes = 1024 * 1024

/** The readers of a namespace, and the version of the namespace that they started with. */
interface Subscription {
  readonly readers: Set<ServerResponse>
  readonly namespace: Namespace | undefined
  readonly version: string
  entries: JournalEntry[]
}

/** The event streams of journals. Each entry is serialized once for all readers of its namespace. */
export class Streams {
  readonly #sandbox: Sandbox
  readonly #subscriptions = new Map<string, Subscription>()
  #stop: (() => void) | undefined

  constructor(sandbox: Sandbox) {
    this.#sandbox = sandbox
  }

  add(name: string, reader: ServerResponse): void {
    if (this.#subscriptions.size === 0) this.#start()
    const { readers } = this.#getOrCreate(name)
    readers.add(reader)
    if (reader.socket !== null) this.#sandbox.pendingWork.holdOpen(reader.socket)
    reader.once('close', () => {
      readers.delete(reader)
      if (readers.size === 0 && this.#subscriptions.get(name)?.readers === readers) this.#subscriptions.delete(name)
      if (this.#subscriptions.size === 0) this.#stop?.()
    })
  }

  #start(): void {
    const unwatch = this.#sandbox.journals.watch(entry => this.#subscriptions.get(entry.namespace)?.entries.push(entry))
    const { onUnexpectedError } = this.#sandbox
    const sendTimer = setInterval(
      guarded(() => this.#send(), onUnexpectedError),
      batchIntervalMs,
    ).unref()
    const checkTimer = setInterval(
      guarded(() => this.#closeStaleStreams(), onUnexpectedError),
      checkIntervalMs,
    ).unref()
    this.#stop = () => {
      unwatch()
      clearInterval(sendTimer)
      clearInterval(checkTimer)
    }
  }

  #getOrCreate(name: string): Subscription {
    const existing = this.#subscriptions.get(name)
    if (existing !== undefined) return existing
    const namespace = this.#sandbox.namespaces.find(name)
    const created = { readers: new Set<ServerResponse>(), namespace, version: versionOf(namespace), entries: [] }
    this.#subscriptions.set(name, created)
    return created
  }

  #send(): void {
    for (const subscription of this.#subscriptions.values()) {
      if (subscription.entries.length === 0) continue
      const { entries } = subscription
      // Removed first: an entry that cannot be serialized is not tried again.
      subscription.entries = []
      const events = entries.map(entry => `id: ${entry.id}\ndata: ${JSON.stringify(viewJournalEntry(entry))}\n\n`)
      const text = events.join('')
      for (const reader of subscription.readers) {
        reader.write(text)
        if (reader.writableLength > maxUnreadBytes) reader.destroy()
      }
    }
  }

  /**
   * Ends the streams of namespaces that were reset, edited or evicted. The creation of a namespace does not change its version.
   */
  #closeStaleStreams(): void {
    for (const [name, { readers, namespace, version }] of this.#subscriptions) {
      const current = this.#sandbox.namespaces.find(name)
      const wasReplaced = namespace !== undefined && current !== namespace
      if (!wasReplaced && versionOf(current) === version) continue
      this.#subscriptions.delete(name)
      for (const reader of readers) reader.end()
    }
  }
}

/**
 * A version that changes with each reset of the state or the journal, and with each edit of the state. A namespace that does not exist yet has the
 * version of a new one.
 */
function versionOf(namespace: Namespace | undefined): string {
  return [namespace?.epoch, namespace?.edits, namespace?.journal.generation].map(count => count ?? 0).join(' ')
}
