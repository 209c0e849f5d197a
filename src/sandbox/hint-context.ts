import type { FastifyRequest } from 'fastify'
import type { Namespaces } from './namespace.ts'
import type { SandboxContext } from './sandbox-context.ts'

/** The input of a hint. */
export interface HintContext {
  readonly request: FastifyRequest
  /** The `Allow` header of the response: the methods of the path, if it does not support the method of the request. */
  readonly allow: unknown
  readonly namespaces: Namespaces
}

/** The input of a hint about a request to the vendor's API. Hints never mention anything of another account. */
export interface ApiHintContext extends HintContext {
  readonly sandboxContext: SandboxContext
}
