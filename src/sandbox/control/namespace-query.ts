import type { Static } from '@sinclair/typebox'
import { Type } from '@sinclair/typebox'
import type { Namespace, Namespaces } from '../namespace.ts'
import { namespacePattern } from '../namespace.ts'

const closed = { additionalProperties: false }

/** Which namespace a control is for: one, by its name, or `*` for all that there are. */
export const NamespaceQuery = Type.Object(
  {
    namespace: Type.Optional(
      Type.String({ pattern: `^\\*$|${namespacePattern}`, description: 'A namespace; * for all. Default: default.' }),
    ),
  },
  closed,
)
export type NamespaceQuery = Static<typeof NamespaceQuery>

export const OneNamespaceQuery = Type.Object(
  {
    namespace: Type.Optional(Type.String({ pattern: namespacePattern, description: 'A namespace. Default: default.' })),
  },
  closed,
)

/** A namespace is made at its first use, by a control too. */
export function chosen(namespaces: Namespaces, { namespace = 'default' }: NamespaceQuery): Namespace[] {
  return namespace === '*' ? [...namespaces.all] : [namespaces.getOrCreate(namespace)]
}

/** To look at: for that none is made. */
export function seen(namespaces: Namespaces, { namespace = 'default' }: NamespaceQuery): Namespace[] {
  return namespace === '*' ? [...namespaces.all] : [namespaces.peek(namespace)]
}
