import { lstatSync } from 'node:fs'
import { clearInterval, setInterval } from '../base/timers.ts'

const checkEveryMilliseconds = 500

/**
 * Notices within a second that a path no longer leads to the file that is open, because that was removed, renamed or
 * replaced. It only looks at the path: to open and close the file would drop the locks that SQLite holds on it.
 */
export class FileWatch {
  readonly #identities: ReadonlyMap<string, string | null>
  readonly #onMoved: () => void
  readonly #timer: NodeJS.Timeout

  /** All paths must exist. `onMoved` is called once. */
  constructor(paths: readonly string[], onMoved: () => void) {
    this.#identities = new Map(paths.map(path => [path, identify(path)]))
    this.#onMoved = onMoved
    this.#timer = setInterval(() => this.check(), checkEveryMilliseconds).unref()
  }

  /** Whether the path still leads to the file that was there at first. */
  isInPlace(path: string): boolean {
    return identify(path) === this.#identities.get(path)
  }

  check(): void {
    if ([...this.#identities.keys()].every(path => this.isInPlace(path))) return
    this.close()
    this.#onMoved()
  }

  close(): void {
    clearInterval(this.#timer)
  }
}

/** Null where no file can be seen. */
function identify(path: string): string | null {
  try {
    const { dev, ino } = lstatSync(path, { bigint: true })
    return `${dev}:${ino}`
  } catch {
    return null
  }
}
