import { clearInterval, setInterval } from '../base/timers.ts'

/** Keeps the process alive until it settles: what it waits for may be nothing that does. */
export function keepProcessAlive<T>(promise: Promise<T>): Promise<T> {
  const hold = setInterval(() => {}, 2 ** 30)
  return promise.finally(() => clearInterval(hold))
}
