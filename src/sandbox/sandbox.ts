import type { RequestListener } from 'node:http'
import { DomainError } from '../domain/error.ts'
import type { Authenticate } from '../http/auth-context.ts'
import { requireAccess } from '../http/auth-context.ts'
import { sendErrorDirectly } from '../http/direct-response.ts'
import type { ApiError } from '../http/error.ts'
import type { Middleware, OnRequestEnd, OnUnexpectedError } from '../http/request-context.ts'
import { hashKey } from '../store/key.ts'
import { PendingWork } from './connection.ts'
import type { NamedEffect } from './effect.ts'
import { applyEffects } from './effect.ts'
import { Journals } from './journal.ts'
import { notesOf, toJournalEntry } from './journal-entry.ts'
import type { LogLimits } from './log.ts'
import { magicEffect } from './magic-number.ts'
import type { Namespace, NamespaceOptions } from './namespace.ts'
import { Namespaces } from './namespace.ts'
import type { Preference } from './prefer.ts'
import { readPrefer } from './prefer.ts'
import { RequestStore } from './request-store.ts'
import { locate } from './request-target.ts'
import { SandboxContext } from './sandbox-context.ts'
import type { DeliveryOptions } from './webhook-sender.ts'
import { WebhookSender } from './webhook-sender.ts'

export interface SandboxOptions extends Omit<NamespaceOptions, 'onForget'> {
  readonly journal: LogLimits
  readonly deliver: Omit<DeliveryOptions, 'now' | 'onUnexpectedError'>
  readonly onUnexpectedError: OnUnexpectedError
}

/** Stands around the documented API: whose namespace a request is in, what mischief it meets, and what is kept of it. */
export class Sandbox {
  readonly namespaces: Namespaces
  readonly journals: Journals
  readonly ending = new PendingWork()
  readonly deliverer: WebhookSender
  readonly onUnexpectedError: OnUnexpectedError

  constructor(options: SandboxOptions) {
    const { onUnexpectedError, now } = options
    this.onUnexpectedError = onUnexpectedError
    this.namespaces = new Namespaces({ ...options, onForget: namespace => this.clearLogs(namespace) })
    this.journals = new Journals(options.journal, onUnexpectedError)
    this.deliverer = new WebhookSender(
      { ...options.deliver, now, onUnexpectedError },
      this.ending,
      this.namespaces.redactor,
    )
  }

  /** Meets a request ahead of the API. */
  readonly around: Middleware = listener => (request, response) => {
    const place = locate(String(request.method), String(request.url))
    if (place === null) return listener(request, response)
    const sandboxContext = new SandboxContext(this.namespaces, request, response, place)
    request.sandboxContext = sandboxContext
    response.setHeader('x-sandbox-namespace', sandboxContext.namespace.name)
    if (request.broken !== undefined) return listener(request, response)
    let preference: Preference | null
    try {
      preference = readPrefer(request.headers['prefer']?.toString())
    } catch (error) {
      return sendErrorDirectly(response, error as ApiError)
    }
    const effects = this.#arrival(sandboxContext, preference)
    const next = this.#whenPrepared(sandboxContext, listener)
    if (effects.length === 0) return next(request, response)
    request.context.operation = sandboxContext.operation
    // What rejects is caught at the boundary of the request.
    return applyEffects(effects, sandboxContext, this.ending).then(continues => continues && next(request, response))
  }

  /** Lets a request into its namespace, which is made where there is none. */
  readonly authenticate: Authenticate = ({ raw }) => {
    const sandboxContext = raw.sandboxContext as SandboxContext
    const { credentials } = sandboxContext
    if (credentials === null || credentials.namespace === null) throw new DomainError('unauthorized')
    const keyHash = hashKey(credentials.key)
    const known = this.namespaces.find(credentials.namespace)
    const found = known === undefined ? this.namespaces.initialAccess(keyHash) : known.store.access(keyHash)
    const access = requireAccess(credentials, found)
    const namespace = this.namespaces.getOrCreate(credentials.namespace)
    if (namespace !== sandboxContext.namespace) {
      sandboxContext.enter(namespace)
      sandboxContext.response.setHeader('x-sandbox-namespace', namespace.name)
    }
    sandboxContext.key = keyHash
    const store = new RequestStore(sandboxContext, this.#committed)
    return { access, store, clock: namespace.clock.stamp, newId: namespace.ids.next }
  }

  /** Keeps what happened to a request. */
  readonly ended: OnRequestEnd = (request, response, duration) => {
    const { sandboxContext } = request
    // Its journal was cleared meanwhile.
    if (sandboxContext === undefined || sandboxContext.generation !== sandboxContext.namespace.journal.generation)
      return
    const status = response.writableFinished ? response.statusCode : null
    request.context.notes = notesOf(sandboxContext)
    this.journals.add(
      sandboxContext.namespace.journal,
      toJournalEntry(request, sandboxContext, this.namespaces.redactor, status, duration),
    )
  }

  /** Forgets what happened in a namespace. */
  clearLogs(namespace: Namespace): void {
    this.journals.clear(namespace.journal)
    this.deliverer.clear(namespace)
  }

  /** The listener, behind the reading of the state that a new namespace begins with. */
  #whenPrepared({ credentials }: SandboxContext, listener: RequestListener): RequestListener {
    const preparing = credentials?.namespace ? this.namespaces.prepare(credentials.namespace) : null
    if (preparing === null) return listener
    // Where it cannot be read, the request is refused for that when it enters its namespace.
    return (...context) => preparing.catch(() => {}).then(() => listener(...context))
  }

  #arrival(sandboxContext: SandboxContext, preference: Preference | null): readonly NamedEffect[] {
    const magic = magicEffect(sandboxContext.e164)
    // Nearly always.
    if (preference === null && magic === null && sandboxContext.namespace.isCalm) return none
    if (preference !== null) confirm(sandboxContext, preference)
    return [
      ...(preference?.effects ?? []).map(effect => ({ name: 'prefer', effect })),
      ...(magic === null ? [] : [{ name: 'number', effect: magic }]),
      ...this.#drawn('arrival', sandboxContext),
    ]
  }

  readonly #committed = async (sandboxContext: SandboxContext): Promise<void> => {
    const effects = this.#drawn('after_commit', sandboxContext)
    // Nothing answers it any more: the handler waits for ever, and goes with the connection.
    if (effects.length > 0 && !(await applyEffects(effects, sandboxContext, this.ending))) await new Promise(() => {})
  }

  #drawn(at: 'arrival' | 'after_commit', sandboxContext: SandboxContext): NamedEffect[] {
    const { namespace, operation, e164, priorCalls } = sandboxContext
    return namespace.draw(at, { operation, e164, priorCalls }).map(({ id, effect }) => ({ name: id, effect }))
  }
}

const none: readonly NamedEffect[] = []

function confirm(sandboxContext: SandboxContext, { applied }: Preference): void {
  sandboxContext.response.setHeader('preference-applied', applied)
}
