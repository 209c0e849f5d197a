import { UsageError } from '../../src/base/usage-error.ts'

/** The whole line of the mistake that this is refused with: tap's own comparison is content with a part of it. */
export function mistakeOf(act: () => unknown): string {
  try {
    act()
  } catch (error) {
    if (error instanceof UsageError) return error.message
    throw error
  }
  return 'no mistake'
}
