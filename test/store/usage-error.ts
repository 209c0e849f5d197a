import { UsageError } from '../../src/base/usage-error.ts'

/** Returns the message of the UsageError that `act` throws. `t.throws` would compare only a part of the message. */
export function usageErrorOf(act: () => unknown): string {
  try {
    act()
  } catch (error) {
    if (error instanceof UsageError) return error.message
    throw error
  }
  return 'no usage error'
}
