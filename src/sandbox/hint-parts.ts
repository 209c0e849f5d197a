import type { FastifyRequest } from 'fastify'
import type { Visit } from './visit.ts'
import type { Worlds } from './world.ts'

/** What a hint can be made of. */
export interface HintParts {
  readonly request: FastifyRequest
  /** The methods that the path takes, where it does not take this one. */
  readonly allow: unknown
  readonly worlds: Worlds
}

/** The same for a request to the vendor's API. Nothing of another account is in any hint. */
export interface VisitHintParts extends HintParts {
  readonly visit: Visit
}
