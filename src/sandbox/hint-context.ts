import type { FastifyRequest } from 'fastify'
import type { Namespaces } from './namespace.ts'
import type { SandboxContext } from './sandbox-context.ts'

/** What a hint can be made of. */
export interface HintContext {
  readonly request: FastifyRequest
  /** The methods that the path takes, where it does not take this one. */
  readonly allow: unknown
  readonly namespaces: Namespaces
}

/** The same for a request to the vendor's API. Nothing of another account is in any hint. */
export interface ApiHintContext extends HintContext {
  readonly sandboxContext: SandboxContext
}
