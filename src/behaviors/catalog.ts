import { access } from './access.ts'
import { assignment } from './assignment.ts'
import type { Behavior } from './behavior.ts'
import { call } from './call.ts'
import { destination } from './destination.ts'
import { list } from './list.ts'
import { request } from './request.ts'

/** The behavior catalog: everything the server does, by topic, each behavior with its basis and source. */
export const catalog = { assignment, access, list, destination, request, call }

export type BehaviorId = (typeof catalog)[keyof typeof catalog][number]['id']

export const behaviors: readonly (Behavior & { readonly id: BehaviorId })[] = Object.values(catalog).flat()
