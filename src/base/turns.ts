import { performanceNow, setImmediate } from './timers.ts'

/** Work that yields whenever other work can run first. */
export type Steps<T> = Generator<undefined, T>

/** How long the work can run before other work gets a turn of the event loop. */
const turnMs = 20

/** Runs the work in turns of the event loop, so that requests are handled in between. */
export async function inTurns<T>(steps: Steps<T>): Promise<T> {
  for (;;) {
    const end = performanceNow() + turnMs
    while (performanceNow() < end) {
      const { done, value } = steps.next()
      if (done) return value
    }
    await nextTurn()
  }
}

/** Runs the work without interruption, e.g. at the start of the server. */
export function runToEnd<T>(steps: Steps<T>): T {
  for (;;) {
    const { done, value } = steps.next()
    if (done) return value
  }
}

const waiting: (() => void)[] = []

/** Resolves in a later turn of the event loop. Each turn resolves only one of the waiting promises. */
export function nextTurn(): Promise<void> {
  return new Promise(resolve => {
    if (waiting.push(resolve) === 1) setImmediate(resolveNext)
  })
}

function resolveNext(): void {
  waiting[0]?.()
  // Runs after the resolved work, which is appended to the queue if it waits again.
  queueMicrotask(() => {
    waiting.shift()
    if (waiting.length > 0) setImmediate(resolveNext)
  })
}
