import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Configured } from './journal.ts'
import type { WorldCredentials } from './key.ts'
import { readWorldCredentials } from './key.ts'
import type { Place } from './locate.ts'
import type { Operation } from './operation.ts'
import type { World, Worlds } from './world.ts'

declare module 'node:http' {
  interface IncomingMessage {
    /** Only with a request under `/v1`. */
    visit?: Visit
  }
}

/** One request to the vendor's API on its way through the sandbox. */
export class Visit {
  readonly response: ServerResponse
  readonly credentials: WorldCredentials | null
  readonly operation: Operation | null
  readonly e164: string | null
  /** When it arrived, by the clock of its world. */
  readonly at: number
  readonly met: number
  /** The world of its key where there is one already, else the default one until it is admitted. */
  world: World
  /** That of its world when it arrived. */
  epoch: number
  /** That of its world's journal when it arrived. */
  generation: number
  /** The hash of its key, once it is known. */
  key: string | null = null
  before: Configured | null = null
  after: Configured | null = null
  fault: string | null = null
  hint: string | null = null

  constructor(worlds: Worlds, request: IncomingMessage, response: ServerResponse, { operation, e164 }: Place) {
    this.response = response
    this.operation = operation
    this.e164 = e164
    this.credentials = readWorldCredentials(request.headers.authorization)
    this.world = worlds.find(this.credentials?.world ?? '') ?? worlds.default
    this.epoch = this.world.epoch
    this.generation = this.world.journal.generation
    this.at = this.world.clock.now()
    this.met = this.world.faults.meet(operation, e164)
  }

  /** Its world was made by it. */
  enter(world: World): void {
    this.world = world
    this.epoch = world.epoch
    this.generation = world.journal.generation
  }
}
