import { lstatSync } from 'node:fs'
import { clearInterval, setInterval } from '../base/timers.ts'

const checkIntervalMilliseconds = 500

/**
 * Detects within a second that an open file was removed, renamed or replaced. It only calls `lstat` on the path:
 * opening and closing the file would drop the locks that SQLite holds on it.
 */
export class FileWatch {
  readonly #identities: ReadonlyMap<string, string | null>
  readonly #onMoved: () => void
  readonly #timer: NodeJS.Timeout

  /** All paths must exist. `onMoved` is called at most once. */
  constructor(paths: readonly string[], onMoved: () => void) {
    this.#identities = new Map(paths.map(path => [path, identify(path)]))
    this.#onMoved = onMoved
    this.#timer = setInterval(() => this.check(), checkIntervalMilliseconds).unref()
  }

  /** Whether the path still leads to the file that was there when the watch started. */
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

/** The device and inode of a file; null if the file does not exist or cannot be accessed. */
function identify(path: string): string | null {
  try {
    const { dev, ino } = lstatSync(path, { bigint: true })
    return `${dev}:${ino}`
  } catch {
    return null
  }
}
