import { PassThrough } from 'node:stream'
import { setImmediate } from '../base/timers.ts'
import { UsageError } from '../base/usage-error.ts'

/** Schedules a callback in one of the ways that fake timers can replace. */
type Scheduler = (callback: () => void) => void

/** What Fastify needs to start and to close. */
export const fastifySchedulers: readonly Scheduler[] = [
  callback => process.nextTick(callback),
  callback => queueMicrotask(callback),
]

/** What Node.js streams need. Under Jest, they use different globals from the ones that a test sees. */
export const streamSchedulers: readonly Scheduler[] = [callback => new PassThrough().once('close', callback).destroy()]

/** What `fetch` needs: streams and `Response`. */
export const fetchSchedulers: readonly Scheduler[] = [
  ...streamSchedulers,
  callback => void new Response('').arrayBuffer().then(callback),
]

/**
 * Throws a `UsageError` if fake timers replace `process.nextTick` or `queueMicrotask`, because promises would never
 * settle.
 */
export async function assertNotFaked(schedulers: readonly Scheduler[]): Promise<void> {
  const runs = schedulers.map(
    scheduler =>
      new Promise(resolve => {
        scheduler(() => resolve(true))
        setImmediate(resolve, false)
      }),
  )
  if ((await Promise.all(runs)).includes(false)) throw new UsageError(fakeTimersMessage)
}

const fakeTimersMessage =
  'fake timers replace process.nextTick or queueMicrotask, which Node.js needs for HTTP; do not fake these two: ' +
  'jest.useFakeTimers({ doNotFake: ["nextTick", "queueMicrotask"] }), or the option toNotFake of Sinon'
