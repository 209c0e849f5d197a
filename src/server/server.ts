import type { RequestListener, Server } from 'node:http'
import type { FastifyInstance } from 'fastify'
import { fastify } from 'fastify'
import { Redactor } from '../base/redaction.ts'
import { dateNow } from '../base/timers.ts'
import type { Variants } from '../behaviors/variant.ts'
import { defaultVariants } from '../behaviors/variant.ts'
import type { Clock } from '../domain/clock.ts'
import { realClock } from '../domain/clock.ts'
import { api } from '../http/api.ts'
import { authenticateWith } from '../http/auth-context.ts'
import { parseBodies } from '../http/body-parser.ts'
import { Connections } from '../http/connections.ts'
import { catchUnexpected, rejectMalformed } from '../http/direct-response.ts'
import { document } from '../http/document.ts'
import { apiError } from '../http/error.ts'
import { handleErrors, sendError } from '../http/error-handler.ts'
import { health } from '../http/health.ts'
import type { Timeouts, Tls } from '../http/listener.ts'
import { createListener, defaultTimeouts } from '../http/listener.ts'
import type { Middleware, OnRequestEnd, OnUnexpectedError } from '../http/request-context.ts'
import { withRequestContext } from '../http/request-context.ts'
import { pages } from '../pages/pages.ts'
import type { ControlOptions } from '../sandbox/control/control.ts'
import { control } from '../sandbox/control/control.ts'
import { watchResponses } from '../sandbox/response-watch.ts'
import type { Sandbox } from '../sandbox/sandbox.ts'
import { sha256 } from '../store/key.ts'
import type { Store } from '../store/store.ts'

interface ServerParts {
  readonly store: Store
  readonly onUnexpectedError: OnUnexpectedError
  /** Told of each request when it has ended, behind the sandbox. */
  readonly onRequestEnd?: OnRequestEnd | undefined
  readonly timeouts?: Timeouts
  /** What stands around the documented API; without it this is the plain reference server. */
  readonly sandbox?: Sandbox
  /** Of the sandbox; without them it has none. */
  readonly controls?: ControlOptions | undefined
  /** What lets pages of other origins in. */
  readonly crossOrigin?: Middleware | undefined
  /** Without it the server speaks plain HTTP. */
  readonly tls?: Tls | null
  /** Of the vendor's silences; as decided where there are none. */
  readonly variants?: Variants
  /** Of the plain server: a sandbox tells the time by its namespaces. */
  readonly clock?: Clock
}

/** Two servers with one listener, the second for the other loopback address. They close together. */
interface Servers {
  readonly app: FastifyInstance
  readonly second: Server
}

/** The one place where the floors meet. Not listening yet; closes the store when it closes. */
export function buildServer(parts: ServerParts): Servers {
  const { store, onUnexpectedError, sandbox, controls, ...rest } = parts
  const { clock = realClock(dateNow), timeouts: wait = defaultTimeouts, tls = null, variants = defaultVariants } = rest
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
    frameworkErrors: (_error, request, reply) => sendError(request, reply, apiError('path_malformed')),
  })
  const second = open(app.routing)
  closeTogether(app, second, connections, store)
  parseBodies(app)
  handleErrors(app, onUnexpectedError)
  if (sandbox !== undefined) join(app, sandbox, controls)
  app.register(api, { authenticate: sandbox?.authenticate ?? authenticateWith(store, clock), variants })
  app.register(health, { store })
  app.register(document)
  app.register(pages, { guard: sandbox && controls })
  return { app, second }
}

/** What stands around the listener, from the outside in. */
function wrapped({ store, onUnexpectedError, onRequestEnd, crossOrigin = same, sandbox }: ServerParts): Middleware {
  const around = sandbox?.around ?? same
  const boundary = catchUnexpected(onUnexpectedError)
  const redactor =
    sandbox?.namespaces.redactor ?? new Redactor({ isKey: word => store.access(sha256(word)) !== undefined })
  const tell: OnRequestEnd = (request, ...rest) => {
    try {
      // Ahead of the log, whose line shows what it has to say.
      sandbox?.ended(request, ...rest)
      onRequestEnd?.(request, ...rest)
    } catch (error) {
      onUnexpectedError(error, request.context.id)
    }
  }
  const inExchange = withRequestContext(tell, redactor)
  return listener => boundary(inExchange(crossOrigin(around(rejectMalformed(listener)))))
}

const same: Middleware = listener => listener

/** The sandbox's part in Fastify, and its controls. */
function join(app: FastifyInstance, sandbox: Sandbox, options: ControlOptions | undefined): void {
  watchResponses(app, sandbox)
  app.addHook('preClose', async () => sandbox.ending.shutDown())
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
