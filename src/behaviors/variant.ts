import type { BehaviorId } from './catalog.ts'

/** An alternative for a behavior that the documentation leaves open. */
export interface Variant {
  readonly default: string
  readonly alternative: string
  /** One sentence: what the server does with the alternative. */
  readonly does: string
}

/** The variants that `--variant ID=VALUE` accepts, by the id of their behavior. */
export const variants = {
  'success-status': { default: '200', alternative: '201', does: 'The two POST operations respond with 201.' },
  'assign-equal': {
    default: 'stays',
    alternative: 'moves',
    does: 'Assigning the same destination again sets `updated_at` to the time of the request.',
  },
  'delete-nothing': {
    default: '200',
    alternative: '404',
    does: 'A DELETE when nothing is assigned gets 404 "No trunk is assigned to this number" (or application).',
  },
  'delete-other-kind': {
    default: 'stays',
    alternative: 'clears',
    does: 'A DELETE of one kind removes an assignment of the other kind too.',
  },
  'trunk-list': { default: 'data', alternative: 'array', does: 'GET /trunks responds with a bare array.' },
  'number-format-status': {
    default: '400',
    alternative: '404',
    does: 'An invalid number in the path gets 404 "Number not found in your account".',
  },
} as const satisfies Partial<Record<BehaviorId, Variant>>

export type VariantId = keyof typeof variants

/** The selected value of each variant, such as `{ 'delete-nothing': '404' }`. A variant without a value has its default. */
export type Variants = { readonly [Id in VariantId]?: (typeof variants)[Id]['default' | 'alternative'] }

/** The variant of a behavior; null if it has none. */
export function variantOf(id: string): Variant | null {
  return Object.entries<Variant>(variants).find(([key]) => key === id)?.[1] ?? null
}
