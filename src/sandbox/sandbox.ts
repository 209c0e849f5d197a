import type { RequestListener } from 'node:http'
import { Refusal } from '../domain/refusal.ts'
import type { Admit } from '../http/admission.ts'
import { mustBeOf } from '../http/admission.ts'
import { refuseDirectly } from '../http/direct.ts'
import type { Refused } from '../http/error.ts'
import type { Around, Ended, OnUnforeseen } from '../http/exchange.ts'
import { hashKey } from '../store/key.ts'
import { BoundStore } from './bound-store.ts'
import { Ending } from './connection.ts'
import type { DeliveryOptions } from './deliverer.ts'
import { Deliverer } from './deliverer.ts'
import type { NamedEffect } from './effect.ts'
import { act } from './effect.ts'
import { notesOf, toEntry } from './entry.ts'
import { Journals } from './journal.ts'
import { locate } from './locate.ts'
import type { LogLimits } from './log.ts'
import { magicEffect } from './magic.ts'
import type { Preference } from './prefer.ts'
import { readPrefer } from './prefer.ts'
import { Visit } from './visit.ts'
import type { World, WorldOptions } from './world.ts'
import { Worlds } from './world.ts'

export interface SandboxOptions extends Omit<WorldOptions, 'onForget'> {
  readonly journal: LogLimits
  readonly deliver: Omit<DeliveryOptions, 'now' | 'onUnforeseen'>
  readonly onUnforeseen: OnUnforeseen
}

/** Stands around the documented API: whose world a request is in, what mischief it meets, and what is kept of it. */
export class Sandbox {
  readonly worlds: Worlds
  readonly journals: Journals
  readonly ending = new Ending()
  readonly deliverer: Deliverer
  readonly onUnforeseen: OnUnforeseen

  constructor(options: SandboxOptions) {
    const { onUnforeseen, now } = options
    this.onUnforeseen = onUnforeseen
    this.worlds = new Worlds({ ...options, onForget: world => this.clearLogs(world) })
    this.journals = new Journals(options.journal, onUnforeseen)
    this.deliverer = new Deliverer({ ...options.deliver, now, onUnforeseen }, this.ending, this.worlds.redactor)
  }

  /** Meets a request ahead of the API. */
  readonly around: Around = listener => (request, response) => {
    const place = locate(String(request.method), String(request.url))
    if (place === null) return listener(request, response)
    const visit = new Visit(this.worlds, request, response, place)
    request.visit = visit
    response.setHeader('x-sandbox-world', visit.world.name)
    if (request.broken !== undefined) return listener(request, response)
    let preference: Preference | null
    try {
      preference = readPrefer(request.headers['prefer']?.toString())
    } catch (error) {
      return refuseDirectly(response, error as Refused)
    }
    const effects = this.#arrival(visit, preference)
    const next = this.#whenPrepared(visit, listener)
    if (effects.length === 0) return next(request, response)
    request.exchange.operation = visit.operation
    // What rejects is caught at the boundary of the request.
    return act(effects, visit, this.ending).then(goesOn => goesOn && next(request, response))
  }

  /** Lets a request into its world, which is made where there is none. */
  readonly admit: Admit = ({ raw }) => {
    const visit = raw.visit as Visit
    const { credentials } = visit
    if (credentials === null || credentials.world === null) throw new Refusal('unauthorized')
    const keyHash = hashKey(credentials.key)
    const known = this.worlds.find(credentials.world)
    const found = known === undefined ? this.worlds.plantedAccess(keyHash) : known.store.access(keyHash)
    const access = mustBeOf(credentials, found)
    const world = this.worlds.enter(credentials.world)
    if (world !== visit.world) {
      visit.enter(world)
      visit.response.setHeader('x-sandbox-world', world.name)
    }
    visit.key = keyHash
    const store = new BoundStore(visit, this.#committed)
    return { access, store, clock: world.clock.stamp, newId: world.ids.next }
  }

  /** Keeps what happened to a request. */
  readonly ended: Ended = (request, response, duration) => {
    const { visit } = request
    // Its journal was cleared meanwhile.
    if (visit === undefined || visit.generation !== visit.world.journal.generation) return
    const status = response.writableFinished ? response.statusCode : null
    request.exchange.notes = notesOf(visit)
    this.journals.add(visit.world.journal, toEntry(request, visit, this.worlds.redactor, status, duration))
  }

  /** Forgets what happened in a namespace. */
  clearLogs(world: World): void {
    this.journals.clear(world.journal)
    this.deliverer.clear(world)
  }

  /** The listener, behind the reading of the state that a new world begins with. */
  #whenPrepared({ credentials }: Visit, listener: RequestListener): RequestListener {
    const preparing = credentials?.world ? this.worlds.prepare(credentials.world) : null
    if (preparing === null) return listener
    // Where it cannot be read, the request is refused for that when it enters its world.
    return (...exchange) => preparing.catch(() => {}).then(() => listener(...exchange))
  }

  #arrival(visit: Visit, preference: Preference | null): readonly NamedEffect[] {
    const magic = magicEffect(visit.e164)
    // Nearly always.
    if (preference === null && magic === null && visit.world.isCalm) return none
    if (preference !== null) confirm(visit, preference)
    return [
      ...(preference?.effects ?? []).map(effect => ({ name: 'prefer', effect })),
      ...(magic === null ? [] : [{ name: 'number', effect: magic }]),
      ...this.#drawn('arrival', visit),
    ]
  }

  readonly #committed = async (visit: Visit): Promise<void> => {
    const effects = this.#drawn('after_commit', visit)
    // Nothing answers it any more: the handler waits for ever, and goes with the connection.
    if (effects.length > 0 && !(await act(effects, visit, this.ending))) await new Promise(() => {})
  }

  #drawn(at: 'arrival' | 'after_commit', visit: Visit): NamedEffect[] {
    const { world, operation, e164, met } = visit
    return world.draw(at, { operation, e164, met }).map(({ id, effect }) => ({ name: id, effect }))
  }
}

const none: readonly NamedEffect[] = []

function confirm(visit: Visit, { applied }: Preference): void {
  visit.response.setHeader('preference-applied', applied)
}
