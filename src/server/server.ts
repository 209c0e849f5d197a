import type { RequestListener, Server } from 'node:http'
import type { FastifyInstance } from 'fastify'
import { fastify } from 'fastify'
import { Redactor } from '../base/redaction.ts'
import { dateNow } from '../base/timers.ts'
import type { Variants } from '../behaviors/variant.ts'
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

interface ServerOptions {
  readonly store: Store
  readonly onUnexpectedError: OnUnexpectedError
  /** Called when a request has ended, after the sandbox has recorded it. */
  readonly onRequestEnd?: OnRequestEnd | undefined
  readonly timeouts?: Timeouts
  /** Adds namespaces, faults and the journal to the API. Without it this is the plain reference server. */
  readonly sandbox?: Sandbox
  /** The options of the control API. Without them, or without a sandbox, there is no control API. */
  readonly controls?: ControlOptions | undefined
  /** Allows requests from web pages of other origins (CORS). */
  readonly crossOrigin?: Middleware | undefined
  /** Without it the server speaks plain HTTP. */
  readonly tls?: Tls | null
  /** The values of the variants (default: the default of each). */
  readonly variants?: Variants
  /** The clock of the plain server. With a sandbox, each namespace has its own clock. */
  readonly clock?: Clock
}

/** Two servers with the same request listener, the second one for the other loopback address. They close together. */
interface Servers {
  readonly app: FastifyInstance
  readonly secondServer: Server
}

/** Assembles the server from its layers, without listening. Closing `app` closes the store too. */
export function buildServer(options: ServerOptions): Servers {
  const { store, onUnexpectedError, sandbox, controls, ...rest } = options
  const { clock = realClock(dateNow), timeouts: listenerTimeouts = defaultTimeouts, tls = null, variants = {} } = rest
  const around = createMiddleware(options)
  const connections = new Connections()
  const createServer = (listener: RequestListener) =>
    createListener(around(listener), connections, listenerTimeouts, tls)
  const app = fastify({
    bodyLimit: 64 * 1024,
    // Long enough for any id that fits in a request, so that a long id is reported as an invalid id, not as an unknown
    // path.
    routerOptions: { maxParamLength: 16 * 1024 },
    // While the server closes, requests in flight get their normal responses.
    return503OnClosing: false,
    forceCloseConnections: 'idle',
    serverFactory: createServer,
    // The listener already responds to client errors. Fastify's own handler would send a second response.
    clientErrorHandler: () => {},
    frameworkErrors: (_error, request, reply) => sendError(request, reply, apiError('path_malformed')),
  })
  const secondServer = createServer(app.routing)
  closeTogether(app, secondServer, connections, store)
  parseBodies(app)
  handleErrors(app, onUnexpectedError)
  if (sandbox !== undefined) addSandbox(app, sandbox, controls)
  app.register(api, { authenticate: sandbox?.authenticate ?? authenticateWith(store, clock), variants })
  app.register(health, { store })
  app.register(document)
  app.register(pages, { guard: sandbox && controls })
  return { app, secondServer }
}

/** The middleware around the listener, from the outermost to the innermost. */
function createMiddleware({
  store,
  onUnexpectedError,
  onRequestEnd,
  crossOrigin = passThrough,
  sandbox,
}: ServerOptions): Middleware {
  const around = sandbox?.middleware ?? passThrough
  const boundary = catchUnexpected(onUnexpectedError)
  const redactor =
    sandbox?.namespaces.redactor ?? new Redactor({ isKey: word => store.access(sha256(word)) !== undefined })
  const handleRequestEnd: OnRequestEnd = (request, ...rest) => {
    try {
      // Before the log, because the log line contains what the sandbox recorded.
      sandbox?.recordRequest(request, ...rest)
      onRequestEnd?.(request, ...rest)
    } catch (error) {
      onUnexpectedError(error, request.context.id)
    }
  }
  const withContext = withRequestContext(handleRequestEnd, redactor)
  return listener => boundary(withContext(crossOrigin(around(rejectMalformed(listener)))))
}

const passThrough: Middleware = listener => listener

/** Registers the hooks of the sandbox and the control API. */
function addSandbox(app: FastifyInstance, sandbox: Sandbox, options: ControlOptions | undefined): void {
  watchResponses(app, sandbox)
  app.addHook('preClose', async () => sandbox.pendingWork.shutDown())
  if (options !== undefined) app.register(control, { prefix: '/_sandbox', sandbox, ...options })
}

/** On close: stops accepting connections, responds to the requests in flight, then closes the store. */
function closeTogether(app: FastifyInstance, secondServer: Server, connections: Connections, store: Store): void {
  let closed: Promise<void> | undefined
  app.addHook('preClose', async () => {
    if (secondServer.listening) secondServer.close()
    closed = connections.close()
  })
  app.addHook('onClose', async () => {
    await closed
    await store.close()
  })
}
