import type { LedgerId } from './ledger.ts'

/** Two ways to understand a silence of the vendor's, by the row of the ledger that tells what was decided. */
export interface Reading {
  readonly decided: string
  readonly other: string
  /** What the server does under the other one. */
  readonly does: string
}

export const readings = {
  'success-status': { decided: '200', other: '201', does: 'POST answers 201.' },
  'assign-equal': { decided: 'stays', other: 'moves', does: '`updated_at` moves.' },
  'delete-nothing': {
    decided: '200',
    other: '404',
    does: '404 "No trunk is assigned to this number", or application.',
  },
  'delete-other-kind': { decided: 'stays', other: 'clears', does: 'the other is taken away too.' },
  'trunk-list': { decided: 'data', other: 'array', does: 'they are a bare array.' },
  'number-format-status': { decided: '400', other: '404', does: '404 "Number not found in your account".' },
} as const satisfies Partial<Record<LedgerId, Reading>>

export type ReadingId = keyof typeof readings

/** Those that are understood the other way than was decided. */
export type Readings = ReadonlySet<ReadingId>

export const asDecided: Readings = new Set()

/** The two readings of a row, if it has two. */
export function readingOf(id: string): Reading | null {
  return Object.entries<Reading>(readings).find(([of]) => of === id)?.[1] ?? null
}
