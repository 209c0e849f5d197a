import { PassThrough } from 'node:stream'
import { setImmediate } from '../base/timers.ts'
import { UsageError } from '../base/usage-error.ts'

type Schedule = (ran: () => void) => void

/** What Fastify needs in order to start and to close. */
export const ofFastify: readonly Schedule[] = [ran => process.nextTick(ran), ran => queueMicrotask(ran)]

/** What Node's streams and its `Request` need; under Jest these are not the globals that a test sees. */
export const ofNode: readonly Schedule[] = [
  ran => new PassThrough().once('close', ran).destroy(),
  ran => void new Response('').arrayBuffer().then(ran),
]

/** Refuses where fake timers hold back `process.nextTick` or `queueMicrotask`: nothing that needs them would settle. */
export async function mustTick(schedules: readonly Schedule[]): Promise<void> {
  const runs = schedules.map(
    schedule =>
      new Promise(resolve => {
        schedule(() => resolve(true))
        setImmediate(resolve, false)
      }),
  )
  if ((await Promise.all(runs)).includes(false)) throw new UsageError(held)
}

const held =
  'fake timers hold back process.nextTick and queueMicrotask, which Node.js needs for HTTP; leave those two real: ' +
  'jest.useFakeTimers({ doNotFake: ["nextTick", "queueMicrotask"] }), or toNotFake with Sinon'
