import type { Static } from '@sinclair/typebox'
import { Type } from '@sinclair/typebox'
import { namespacePattern } from '../../domain/identifier.ts'
import type { Namespace, Namespaces } from '../namespace.ts'

const strict = { additionalProperties: false }

/** The namespaces that a request is for: one by name, or `*` for all that exist. */
export const NamespaceQuery = Type.Object(
  {
    namespace: Type.Optional(
      Type.String({
        pattern: `^\\*$|${namespacePattern}`,
        description: 'The name of a namespace, or * for all. Default: default.',
      }),
    ),
  },
  strict,
)
export type NamespaceQuery = Static<typeof NamespaceQuery>

export const SingleNamespaceQuery = Type.Object(
  {
    namespace: Type.Optional(
      Type.String({ pattern: namespacePattern, description: 'The name of a namespace. Default: default.' }),
    ),
  },
  strict,
)

/** The namespaces of a query. Creates the namespace if it does not exist. */
export function getOrCreateNamespaces(namespaces: Namespaces, { namespace = 'default' }: NamespaceQuery): Namespace[] {
  return namespace === '*' ? [...namespaces.all] : [namespaces.getOrCreate(namespace)]
}

/** The namespaces of a query, for reading. Creates none. */
export function peekNamespaces(namespaces: Namespaces, { namespace = 'default' }: NamespaceQuery): Namespace[] {
  return namespace === '*' ? [...namespaces.all] : [namespaces.peek(namespace)]
}
