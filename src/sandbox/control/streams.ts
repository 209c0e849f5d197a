import type { ServerResponse } from 'node:http'
import { guarded } from '../../base/guarded.ts'
import { clearInterval, setInterval } from '../../base/timers.ts'
import type { Entry } from '../journal.ts'
import type { Sandbox } from '../sandbox.ts'
import type { World } from '../world.ts'
import { viewEntry } from './entry-view.ts'

/** How long entries gather before they are sent: a write for each would cost more than the request that it tells of. */
const gatherMilliseconds = 25
/** How often it is looked whether a world began again. */
const lookMilliseconds = 250
/** What a reader may be behind. */
const unreadBytes = 1024 * 1024

/** Who watches a world, and since which beginning of it. */
interface Watched {
  readonly readers: Set<ServerResponse>
  readonly world: World | undefined
  readonly beginning: string
  entries: Entry[]
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
    if (reader.socket !== null) this.#sandbox.ending.hang(reader.socket)
    reader.once('close', () => {
      readers.delete(reader)
      if (readers.size === 0 && this.#watched.get(name)?.readers === readers) this.#watched.delete(name)
      if (this.#watched.size === 0) this.#stop?.()
    })
  }

  #start(): void {
    const unwatch = this.#sandbox.journals.watch(entry => this.#watched.get(entry.world)?.entries.push(entry))
    const { onUnforeseen } = this.#sandbox
    const sending = setInterval(
      guarded(() => this.#send(), onUnforeseen),
      gatherMilliseconds,
    ).unref()
    const looking = setInterval(
      guarded(() => this.#endThoseBegunAgain(), onUnforeseen),
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
    const world = this.#sandbox.worlds.find(name)
    const made = { readers: new Set<ServerResponse>(), world, beginning: beginningOf(world), entries: [] }
    this.#watched.set(name, made)
    return made
  }

  #send(): void {
    for (const watched of this.#watched.values()) {
      if (watched.entries.length === 0) continue
      const { entries } = watched
      // Taken out first: an entry that cannot be shown is not tried again.
      watched.entries = []
      const events = entries.map(entry => `id: ${entry.id}\ndata: ${JSON.stringify(viewEntry(entry))}\n\n`)
      const text = events.join('')
      for (const reader of watched.readers) {
        reader.write(text)
        if (reader.writableLength > unreadBytes) reader.destroy()
      }
    }
  }

  /** By a reset of its state or its journal, or because it was forgotten; that it is made at last is no other beginning. */
  #endThoseBegunAgain(): void {
    for (const [name, { readers, world, beginning }] of this.#watched) {
      const now = this.#sandbox.worlds.find(name)
      const isOther = world !== undefined && now !== world
      if (!isOther && beginningOf(now) === beginning) continue
      this.#watched.delete(name)
      for (const reader of readers) reader.end()
    }
  }
}

/** Another word after each reset of a world's state or its journal; one that is yet to be made has none behind it. */
function beginningOf(world: World | undefined): string {
  return `${world?.epoch ?? 0} ${world?.journal.generation ?? 0}`
}
