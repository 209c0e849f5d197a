import { execFileSync } from 'node:child_process'
import { availableParallelism } from 'node:os'

/** Whether a program is installed. */
export function has(command: string): boolean {
  try {
    execFileSync('which', [command])
    return true
  } catch {
    return false
  }
}

/** Whether the server and the load run on separate cores. */
export const pinned = has('taskset') && availableParallelism() > 1

/** Runs a command on one of the first two cores, if the system can pin it. */
export function onCore(core: 0 | 1, command: readonly string[]): readonly string[] {
  return pinned ? ['taskset', '-c', `${core}`, ...command] : command
}
