import type { FastifyRequest } from 'fastify'
import type { Visit } from './visit.ts'
import type { Worlds } from './world.ts'

/** What a hint can be made of. Nothing of another account is in any. */
export interface HintParts {
  readonly request: FastifyRequest
  readonly visit: Visit
  /** The methods that the path takes, where it does not take this one. */
  readonly allow: unknown
  readonly worlds: Worlds
}
