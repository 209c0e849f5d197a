import { stat } from 'node:fs'
import type { Sync } from '../../src/store/write-ahead-log.ts'

/** A sync function whose syncs end when the test calls `end`. */
export class HeldSync {
  readonly #pending: Parameters<Sync>[1][] = []

  readonly sync: Sync = (_descriptor, done) => {
    this.#pending.push(done)
  }

  /** How many syncs are running. */
  get running(): number {
    return this.#pending.length
  }

  /** Ends the oldest running sync. */
  end(error: Error | null = null): void {
    const done = this.#pending.shift()
    if (done === undefined) throw new Error('no sync is running')
    done(error)
  }
}

/** Waits for a turn of the event loop. Changes queued before it are committed in it. */
export function turn(): Promise<void> {
  return new Promise(resolve => setImmediate(resolve))
}

/** Resolves in an I/O callback, so that no timer can fire before the next `turn`. */
export function beforeTurn(): Promise<void> {
  return new Promise(resolve => stat('.', () => resolve()))
}

/** The names of the promises that have settled so far, in order. A rejected promise adds its message. */
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
