import { access } from './access.ts'
import { configure } from './assignment.ts'
import type { Behavior } from './behavior.ts'
import { call } from './call.ts'
import { destination } from './destination.ts'
import { list } from './list.ts'
import { request } from './request.ts'

/** What this server does and on what ground, by topic: the vendor's word and our guesses, told apart. */
export const catalog = { configure, access, list, destination, request, call }

export type BehaviorId = (typeof catalog)[keyof typeof catalog][number]['id']

export const behaviors: readonly (Behavior & { readonly id: BehaviorId })[] = Object.values(catalog).flat()
