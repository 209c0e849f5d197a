import type { RequestListener, Server } from 'node:http'
import type { FastifyInstance } from 'fastify'
import { fastify } from 'fastify'
import { Redactor } from '../base/redaction.ts'
import { dateNow } from '../base/timers.ts'
import type { Clock } from '../domain/clock.ts'
import { realClock } from '../domain/clock.ts'
import { admitTo } from '../http/admission.ts'
import { answerErrors, refuse } from '../http/answer.ts'
import { parseBodies } from '../http/body-parser.ts'
import { Connections } from '../http/connections.ts'
import { catchUnforeseen, refuseBroken } from '../http/direct.ts'
import { document } from '../http/document.ts'
import { refused } from '../http/error.ts'
import type { Around, Ended, OnUnforeseen } from '../http/exchange.ts'
import { exchanged } from '../http/exchange.ts'
import { health } from '../http/health.ts'
import type { Patience, Tls } from '../http/listener.ts'
import { createListener, patience } from '../http/listener.ts'
import { vendor } from '../http/vendor.ts'
import type { Readings } from '../ledger/reading.ts'
import { asDecided } from '../ledger/reading.ts'
import { pages } from '../pages/pages.ts'
import { watchAnswers } from '../sandbox/answered.ts'
import type { ControlOptions } from '../sandbox/control/control.ts'
import { control } from '../sandbox/control/control.ts'
import type { Sandbox } from '../sandbox/sandbox.ts'
import { sha256 } from '../store/key.ts'
import type { Store } from '../store/store.ts'

interface ServerParts {
  readonly store: Store
  readonly onUnforeseen: OnUnforeseen
  /** Told of each request when it has ended, behind the sandbox. */
  readonly ended?: Ended | undefined
  readonly patience?: Patience
  /** What stands around the documented API; without it this is the plain reference server. */
  readonly sandbox?: Sandbox
  /** Of the sandbox; without them it has none. */
  readonly controls?: ControlOptions | undefined
  /** What lets pages of other origins in. */
  readonly crossOrigin?: Around | undefined
  /** Without it the server speaks plain HTTP. */
  readonly tls?: Tls | null
  /** Of the vendor's silences; as decided where there are none. */
  readonly readings?: Readings
  /** Of the plain server: a sandbox tells the time by its worlds. */
  readonly clock?: Clock
}

/** Two servers with one listener, the second for the other loopback address. They close together. */
interface Servers {
  readonly app: FastifyInstance
  readonly second: Server
}

/** The one place where the floors meet. Not listening yet; closes the store when it closes. */
export function buildServer(parts: ServerParts): Servers {
  const { store, onUnforeseen, sandbox, controls, ...rest } = parts
  const { clock = realClock(dateNow), patience: wait = patience, tls = null, readings = asDecided } = rest
  const around = wrapped(parts)
  const connections = new Connections()
  const open = (listener: RequestListener) => createListener(around(listener), connections, wait, tls)
  const app = fastify({
    bodyLimit: 64 * 1024,
    // An id that is too long for any route is a fault of the id, not of the path.
    routerOptions: { maxParamLength: 16 * 1024 },
    // What is in flight is answered, though the server has begun to close.
    return503OnClosing: false,
    forceCloseConnections: 'idle',
    serverFactory: open,
    // Fastify's own would answer besides the listener's.
    clientErrorHandler: () => {},
    frameworkErrors: (_error, request, reply) => refuse(request, reply, refused('path_malformed')),
  })
  const second = open(app.routing)
  closeTogether(app, second, connections, store)
  parseBodies(app)
  answerErrors(app, onUnforeseen)
  if (sandbox !== undefined) join(app, sandbox, controls)
  app.register(vendor, { admit: sandbox?.admit ?? admitTo(store, clock), readings })
  app.register(health, { store })
  app.register(document)
  app.register(pages, { guard: sandbox && controls })
  return { app, second }
}

/** What stands around the listener, from the outside in. */
function wrapped({ store, onUnforeseen, ended, crossOrigin = same, sandbox }: ServerParts): Around {
  const around = sandbox?.around ?? same
  const boundary = catchUnforeseen(onUnforeseen)
  const redactor = sandbox?.worlds.redactor ?? new Redactor({ isKey: word => store.access(sha256(word)) !== undefined })
  const tell: Ended = (request, ...rest) => {
    try {
      // Ahead of the log, whose line shows what it has to say.
      sandbox?.ended(request, ...rest)
      ended?.(request, ...rest)
    } catch (error) {
      onUnforeseen(error, request.exchange.id)
    }
  }
  const inExchange = exchanged(tell, redactor)
  return listener => boundary(inExchange(crossOrigin(around(refuseBroken(listener)))))
}

const same: Around = listener => listener

/** The sandbox's part in Fastify, and its controls. */
function join(app: FastifyInstance, sandbox: Sandbox, options: ControlOptions | undefined): void {
  watchAnswers(app, sandbox)
  app.addHook('preClose', async () => sandbox.ending.end())
  if (options !== undefined) app.register(control, { prefix: '/_sandbox', sandbox, ...options })
}

/** Stops accepting connections, answers what is in flight, and closes the store behind the last answer. */
function closeTogether(app: FastifyInstance, second: Server, connections: Connections, store: Store): void {
  let closed: Promise<void> | undefined
  app.addHook('preClose', async () => {
    if (second.listening) second.close()
    closed = connections.close()
  })
  app.addHook('onClose', async () => {
    await closed
    await store.close()
  })
}
