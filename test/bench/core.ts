import { execFileSync } from 'node:child_process'
import { availableParallelism } from 'node:os'

/** Whether a program is there. */
export function has(command: string): boolean {
  try {
    execFileSync('which', [command])
    return true
  } catch {
    return false
  }
}

/** Whether the server has one core and the load another. */
export const pinned = has('taskset') && availableParallelism() > 1

/** A command on one of the first two cores, where it can be held there. */
export function onCore(core: 0 | 1, command: readonly string[]): readonly string[] {
  return pinned ? ['taskset', '-c', `${core}`, ...command] : command
}
