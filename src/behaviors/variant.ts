import type { BehaviorId } from './catalog.ts'

/** Two ways to understand a silence of the vendor's, by the row of the ledger that tells what was decided. */
export interface Variant {
  readonly default: string
  readonly alternative: string
  /** What the server does under the other one. */
  readonly does: string
}

export const variants = {
  'success-status': { default: '200', alternative: '201', does: 'POST answers 201.' },
  'assign-equal': { default: 'stays', alternative: 'moves', does: '`updated_at` moves.' },
  'delete-nothing': {
    default: '200',
    alternative: '404',
    does: '404 "No trunk is assigned to this number", or application.',
  },
  'delete-other-kind': { default: 'stays', alternative: 'clears', does: 'the other is taken away too.' },
  'trunk-list': { default: 'data', alternative: 'array', does: 'they are a bare array.' },
  'number-format-status': { default: '400', alternative: '404', does: '404 "Number not found in your account".' },
} as const satisfies Partial<Record<BehaviorId, Variant>>

export type VariantId = keyof typeof variants

/** Those that are understood the other way than was decided. */
export type Variants = ReadonlySet<VariantId>

export const defaultVariants: Variants = new Set()

/** The two variants of a row, if it has two. */
export function variantOf(id: string): Variant | null {
  return Object.entries<Variant>(variants).find(([of]) => of === id)?.[1] ?? null
}
