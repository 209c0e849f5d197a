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
import { toJournalEntry, toLogNotes } from './journal-entry.ts'
import type { LogLimits } from './log.ts'
import { magicEffect } from './magic-number.ts'
import type { Namespace, NamespaceOptions } from './namespace.ts'
import { Namespaces } from './namespace.ts'
import type { Preference } from './prefer.ts'
import { readPrefer } from './prefer.ts'
import { RequestStore } from './request-store.ts'
import { readRequestTarget } from './request-target.ts'
import { SandboxContext } from './sandbox-context.ts'
import type { DeliveryOptions } from './webhook-sender.ts'
import { WebhookSender } from './webhook-sender.ts'

export interface SandboxSettings extends Omit<NamespaceOptions, 'onEvict'> {
  readonly journal: LogLimits
  readonly deliver: Omit<DeliveryOptions, 'now' | 'onUnexpectedError'>
  readonly onUnexpectedError: OnUnexpectedError
}

/** Wraps the documented API: resolves the namespace of a request, injects faults and records the journal. */
export class Sandbox {
  readonly namespaces: Namespaces
  readonly journals: Journals
  readonly pendingWork = new PendingWork()
  readonly webhookSender: WebhookSender
  readonly onUnexpectedError: OnUnexpectedError

  constructor(options: SandboxSettings) {
    const { onUnexpectedError, now } = options
    this.onUnexpectedError = onUnexpectedError
    this.namespaces = new Namespaces({ ...options, onEvict: namespace => this.clearLogs(namespace) })
    this.journals = new Journals(options.journal, onUnexpectedError)
    this.webhookSender = new WebhookSender(
      { ...options.deliver, now, onUnexpectedError },
      this.pendingWork,
      this.namespaces.redactor,
    )
  }

  /** Handles a request before the API does: opens its sandbox context and applies the faults on arrival. */
  readonly middleware: Middleware = listener => (request, response) => {
    const target = readRequestTarget(String(request.method), String(request.url))
    if (target === null) return listener(request, response)
    const sandboxContext = new SandboxContext(this.namespaces, request, response, target)
    request.sandboxContext = sandboxContext
    response.setHeader('x-sandbox-namespace', sandboxContext.namespace.name)
    if (request.protocolError !== undefined) return listener(request, response)
    let preference: Preference | null
    try {
      preference = readPrefer(request.headers['prefer']?.toString())
    } catch (error) {
      return sendErrorDirectly(response, error as ApiError)
    }
    const effects = this.#selectArrivalEffects(sandboxContext, preference)
    const next = this.#afterPreparation(sandboxContext, listener)
    if (effects.length === 0) return next(request, response)
    request.context.operation = sandboxContext.operation
    // A rejection of this promise is handled by the caller, which sends the response for unexpected errors.
    return applyEffects(effects, sandboxContext, this.pendingWork).then(
      continues => continues && next(request, response),
    )
  }

  /** Authenticates a request and enters its namespace, which is created if it does not exist. */
  readonly authenticate: Authenticate = ({ raw }) => {
    const sandboxContext = raw.sandboxContext as SandboxContext
    const { credentials } = sandboxContext
    if (credentials === null || credentials.namespace === null) throw new DomainError('unauthorized')
    const keyHash = hashKey(credentials.key)
    const existing = this.namespaces.find(credentials.namespace)
    const found = existing === undefined ? this.namespaces.initialAccess(keyHash) : existing.store.access(keyHash)
    const access = requireAccess(credentials, found)
    const namespace = this.namespaces.getOrCreate(credentials.namespace)
    if (namespace !== sandboxContext.namespace) {
      sandboxContext.enter(namespace)
      sandboxContext.response.setHeader('x-sandbox-namespace', namespace.name)
    }
    sandboxContext.key = keyHash
    const store = new RequestStore(sandboxContext, this.#applyCommitEffects)
    return { access, store, clock: namespace.clock.stamp, newId: namespace.ids.next }
  }

  /** Adds a finished request to the journal of its namespace. */
  readonly recordRequest: OnRequestEnd = (request, response, duration) => {
    const { sandboxContext } = request
    // The journal was cleared while the request was in progress: its entry would belong to the cleared journal.
    if (sandboxContext === undefined || sandboxContext.generation !== sandboxContext.namespace.journal.generation)
      return
    const status = response.writableFinished ? response.statusCode : null
    request.context.notes = toLogNotes(sandboxContext)
    this.journals.add(
      sandboxContext.namespace.journal,
      toJournalEntry(request, sandboxContext, this.namespaces.redactor, status, duration),
    )
  }

  /** Clears the journal and the deliveries of a namespace. */
  clearLogs(namespace: Namespace): void {
    this.journals.clear(namespace.journal)
    this.webhookSender.clear(namespace)
  }

  /** Returns a listener that waits until the initial seed, from which a new namespace is created, has been read. */
  #afterPreparation({ credentials }: SandboxContext, listener: RequestListener): RequestListener {
    const preparation = credentials?.namespace ? this.namespaces.prepare(credentials.namespace) : null
    if (preparation === null) return listener
    // If the seed cannot be read, `authenticate` throws the error when it creates the namespace.
    return (...args) => preparation.catch(() => {}).then(() => listener(...args))
  }

  #selectArrivalEffects(sandboxContext: SandboxContext, preference: Preference | null): readonly NamedEffect[] {
    const magic = magicEffect(sandboxContext.e164)
    // Almost every request takes this path.
    if (preference === null && magic === null && !sandboxContext.namespace.hasFaults) return noEffects
    if (preference !== null) confirmPreference(sandboxContext, preference)
    return [
      ...(preference?.effects ?? []).map(effect => ({ name: 'prefer', effect })),
      ...(magic === null ? [] : [{ name: 'number', effect: magic }]),
      ...this.#selectEffects('arrival', sandboxContext),
    ]
  }

  readonly #applyCommitEffects = async (sandboxContext: SandboxContext): Promise<void> => {
    const effects = this.#selectEffects('after_commit', sandboxContext)
    // The fault has ended the response. The handler must not send another one, so it never resumes.
    if (effects.length > 0 && !(await applyEffects(effects, sandboxContext, this.pendingWork)))
      await new Promise(() => {})
  }

  #selectEffects(at: 'arrival' | 'after_commit', sandboxContext: SandboxContext): NamedEffect[] {
    const { namespace, operation, e164, priorCalls } = sandboxContext
    return namespace.selectFaults(at, { operation, e164, priorCalls }).map(({ id, effect }) => ({ name: id, effect }))
  }
}

const noEffects: readonly NamedEffect[] = []

function confirmPreference(sandboxContext: SandboxContext, { applied }: Preference): void {
  sandboxContext.response.setHeader('preference-applied', applied)
}
