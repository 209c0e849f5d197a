import type { ServerResponse } from 'node:http'
import { guarded } from '../../base/guarded.ts'
import { clearInterval, setInterval } from '../../base/timers.ts'
import type { JournalEntry } from '../journal.ts'
import type { Namespace } from '../namespace.ts'
import type { Sandbox } from '../sandbox.ts'
import { viewJournalEntry } from './journal-entry-view.ts'

/** How long entries gather before they are sent: a write for each would cost more than the request that it tells of. */
const gatherMilliseconds = 25
/** How often it is looked whether a namespace began again. */
const lookMilliseconds = 250
/** What a reader may be behind. */
const unreadBytes = 1024 * 1024

/** Who watches a namespace, and since which beginning of it. */
interface Watched {
  readonly readers: Set<ServerResponse>
  readonly namespace: Namespace | undefined
  readonly beginning: string
  entries: JournalEntry[]
}

/** Those who watch journals. What is told of an entry is made once, however many there are. */
export class Streams {
  readonly #sandbox: Sandbox
  readonly #watched = new Map<string, Watched>()
  #stop: (() => void) | undefined

  constructor(sandbox: Sandbox) {
    this.#sandbox = sandbox
  }

  add(name: string, reader: ServerResponse): void {
    if (this.#watched.size === 0) this.#start()
    const { readers } = this.#watchedAs(name)
    readers.add(reader)
    if (reader.socket !== null) this.#sandbox.ending.holdOpen(reader.socket)
    reader.once('close', () => {
      readers.delete(reader)
      if (readers.size === 0 && this.#watched.get(name)?.readers === readers) this.#watched.delete(name)
      if (this.#watched.size === 0) this.#stop?.()
    })
  }

  #start(): void {
    const unwatch = this.#sandbox.journals.watch(entry => this.#watched.get(entry.namespace)?.entries.push(entry))
    const { onUnexpectedError } = this.#sandbox
    const sending = setInterval(
      guarded(() => this.#send(), onUnexpectedError),
      gatherMilliseconds,
    ).unref()
    const looking = setInterval(
      guarded(() => this.#endThoseBegunAgain(), onUnexpectedError),
      lookMilliseconds,
    ).unref()
    this.#stop = () => {
      unwatch()
      clearInterval(sending)
      clearInterval(looking)
    }
  }

  #watchedAs(name: string): Watched {
    const found = this.#watched.get(name)
    if (found !== undefined) return found
    const namespace = this.#sandbox.namespaces.find(name)
    const made = { readers: new Set<ServerResponse>(), namespace, beginning: beginningOf(namespace), entries: [] }
    this.#watched.set(name, made)
    return made
  }

  #send(): void {
    for (const watched of this.#watched.values()) {
      if (watched.entries.length === 0) continue
      const { entries } = watched
      // Taken out first: an entry that cannot be shown is not tried again.
      watched.entries = []
      const events = entries.map(entry => `id: ${entry.id}\ndata: ${JSON.stringify(viewJournalEntry(entry))}\n\n`)
      const text = events.join('')
      for (const reader of watched.readers) {
        reader.write(text)
        if (reader.writableLength > unreadBytes) reader.destroy()
      }
    }
  }

  /** By a reset of its state or its journal, or because it was forgotten; that it is made at last is no other beginning. */
  #endThoseBegunAgain(): void {
    for (const [name, { readers, namespace, beginning }] of this.#watched) {
      const now = this.#sandbox.namespaces.find(name)
      const isOther = namespace !== undefined && now !== namespace
      if (!isOther && beginningOf(now) === beginning) continue
      this.#watched.delete(name)
      for (const reader of readers) reader.end()
    }
  }
}

/** Another word after each reset of a namespace's state or its journal; one that is yet to be made has none behind it. */
function beginningOf(namespace: Namespace | undefined): string {
  return `${namespace?.epoch ?? 0} ${namespace?.journal.generation ?? 0}`
}
