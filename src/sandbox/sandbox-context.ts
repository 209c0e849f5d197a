import type { IncomingMessage, ServerResponse } from 'node:http'
import type { NumberState } from './journal.ts'
import type { NamespaceCredentials } from './key.ts'
import { readNamespaceCredentials } from './key.ts'
import type { Namespace, Namespaces } from './namespace.ts'
import type { Operation } from './operation.ts'
import type { RequestTarget } from './request-target.ts'

declare module 'node:http' {
  interface IncomingMessage {
    /** Set only for requests under `/v1`. */
    sandboxContext?: SandboxContext
  }
}

/** The state of one request to the vendor's API while the sandbox handles it. */
export class SandboxContext {
  readonly response: ServerResponse
  readonly credentials: NamespaceCredentials | null
  readonly operation: Operation | null
  readonly e164: string | null
  /** When the request arrived, by the clock of its namespace, in milliseconds since 1970. */
  readonly at: number
  /** How many earlier calls had the same operation and number; see `FaultSet.countCall`. */
  readonly priorCalls: number
  /** The namespace named by the API key. Until a new one is created at authentication, the default namespace. */
  namespace: Namespace
  /** The epoch of the namespace when the request arrived. */
  epoch: number
  /** The generation of the journal when the request arrived. */
  generation: number
  /** The hash of the API key; null until the key is authenticated. */
  key: string | null = null
  before: NumberState | null = null
  after: NumberState | null = null
  fault: string | null = null
  hint: string | null = null

  constructor(
    namespaces: Namespaces,
    request: IncomingMessage,
    response: ServerResponse,
    { operation, e164 }: RequestTarget,
  ) {
    this.response = response
    this.operation = operation
    this.e164 = e164
    this.credentials = readNamespaceCredentials(request.headers.authorization)
    this.namespace = namespaces.find(this.credentials?.namespace ?? '') ?? namespaces.default
    this.epoch = this.namespace.epoch
    this.generation = this.namespace.journal.generation
    this.at = this.namespace.clock.now()
    this.priorCalls = this.namespace.faults.countCall(operation, e164)
  }

  /** Moves the request to the namespace that it has just created. */
  enter(namespace: Namespace): void {
    this.namespace = namespace
    this.epoch = namespace.epoch
    this.generation = namespace.journal.generation
  }
}
