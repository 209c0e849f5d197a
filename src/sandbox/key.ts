import { namespacePattern } from '../domain/identifier.ts'
import type { Credentials } from '../http/credentials.ts'
import { readCredentials } from '../http/credentials.ts'
import { defaultNamespace } from './namespace.ts'

/** Credentials and the namespace that they select: `KEY__name` is the API key in the namespace `name`. */
export interface NamespaceCredentials extends Credentials {
  /** null if the suffix is not a valid namespace name. */
  readonly namespace: string | null
}

const namespace = new RegExp(namespacePattern)

export function readNamespaceCredentials(authorization: string | undefined): NamespaceCredentials | null {
  const credentials = readCredentials(authorization)
  if (credentials === null) return null
  const { key, account } = credentials
  const at = key.indexOf('__')
  if (at === -1) return { key, account, namespace: defaultNamespace }
  const name = key.slice(at + 2)
  return { key: key.slice(0, at), account, namespace: namespace.test(name) ? name : null }
}
