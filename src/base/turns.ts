import { performanceNow, setImmediate } from './timers.ts'

/** Work that yields wherever other work may run first. */
export type Steps<T> = Generator<undefined, T>

/** How long a turn of the event loop is spent on such work before other work runs. */
const turnMilliseconds = 20

/** Does the work in turns of the event loop, so that requests are answered between them. */
export async function inTurns<T>(steps: Steps<T>): Promise<T> {
  for (;;) {
    const end = performanceNow() + turnMilliseconds
    while (performanceNow() < end) {
      const { done, value } = steps.next()
      if (done) return value
    }
    await nextTurn()
  }
}

/** Does the work in one go, where nothing waits: at a start. */
export function runToEnd<T>(steps: Steps<T>): T {
  for (;;) {
    const { done, value } = steps.next()
    if (done) return value
  }
}

const waiting: (() => void)[] = []

/** Resolves in a later turn of the event loop. One turn serves one waiter, however many there are. */
export function nextTurn(): Promise<void> {
  return new Promise(resolve => {
    if (waiting.push(resolve) === 1) setImmediate(serve)
  })
}

function serve(): void {
  waiting[0]?.()
  // After it has run: if it waits again, it queues behind the others.
  queueMicrotask(() => {
    waiting.shift()
    if (waiting.length > 0) setImmediate(serve)
  })
}
