import type { IncomingMessage, ServerResponse } from 'node:http'
import type { NumberState } from './journal.ts'
import type { NamespaceCredentials } from './key.ts'
import { readNamespaceCredentials } from './key.ts'
import type { Namespace, Namespaces } from './namespace.ts'
import type { Operation } from './operation.ts'
import type { RequestTarget } from './request-target.ts'

declare module 'node:http' {
  interface IncomingMessage {
    /** Only with a request under `/v1`. */
    sandboxContext?: SandboxContext
  }
}

/** One request to the vendor's API on its way through the sandbox. */
export class SandboxContext {
  readonly response: ServerResponse
  readonly credentials: NamespaceCredentials | null
  readonly operation: Operation | null
  readonly e164: string | null
  /** When it arrived, by the clock of its namespace. */
  readonly at: number
  readonly priorCalls: number
  /** The namespace of its key where there is one already, else the default one until it is admitted. */
  namespace: Namespace
  /** That of its namespace when it arrived. */
  epoch: number
  /** That of its namespace's journal when it arrived. */
  generation: number
  /** The hash of its key, once it is known. */
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

  /** Its namespace was made by it. */
  enter(namespace: Namespace): void {
    this.namespace = namespace
    this.epoch = namespace.epoch
    this.generation = namespace.journal.generation
  }
}
