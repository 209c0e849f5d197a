import { stat } from 'node:fs'
import type { Sync } from '../../src/store/write-ahead-log.ts'

/** A disk that is ready when the test says so. */
export class HeldSync {
  readonly #held: Parameters<Sync>[1][] = []

  readonly sync: Sync = (_descriptor, done) => {
    this.#held.push(done)
  }

  /** How many syncs have begun and not ended. */
  get running(): number {
    return this.#held.length
  }

  /** The sync that runs ends. */
  end(error: Error | null = null): void {
    const done = this.#held.shift()
    if (done === undefined) throw new Error('no sync is running')
    done(error)
  }
}

/** A turn of the event loop, in which what was queued before it is committed. */
export function turn(): Promise<void> {
  return new Promise(resolve => setImmediate(resolve))
}

/** Settles where no timer can fire before the next `turn`: the loop goes from its I/O callbacks straight to `setImmediate`. */
export function beforeTurn(): Promise<void> {
  return new Promise(resolve => stat('.', () => resolve()))
}

/** Which of these promises have settled, by name, in the order in which they did. */
export function watch(promises: Readonly<Record<string, Promise<unknown>>>): readonly string[] {
  const settled: string[] = []
  for (const [name, promise] of Object.entries(promises)) {
    promise.then(
      () => settled.push(name),
      error => settled.push(`${name}: ${error.message}`),
    )
  }
  return settled
}
