import { clearInterval, setInterval } from '../base/timers.ts'

/** Keeps the process alive until the promise settles, even if nothing else does. */
export function keepProcessAlive<T>(promise: Promise<T>): Promise<T> {
  const timer = setInterval(() => {}, 2 ** 30)
  return promise.finally(() => clearInterval(timer))
}
