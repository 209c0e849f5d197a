import { access } from './access.ts'
import { call } from './call.ts'
import { configure } from './configure.ts'
import { destination } from './destination.ts'
import { list } from './list.ts'
import { request } from './request.ts'
import type { Row } from './row.ts'

/** What this server does and on what ground, by topic: the vendor's word and our guesses, told apart. */
export const ledger = { configure, access, list, destination, request, call }

export type LedgerId = (typeof ledger)[keyof typeof ledger][number]['id']

export const rows: readonly (Row & { readonly id: LedgerId })[] = Object.values(ledger).flat()
