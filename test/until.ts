import { setTimeout as pause } from 'node:timers/promises'

const timeoutMs = 120_000

/**
 * Waits until a condition is true. Once true, the condition must stay true, because it is checked at intervals. Fails
 * after two minutes.
 */
export async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = performance.now() + timeoutMs
  while (!(await condition())) {
    if (performance.now() > deadline) throw new Error(`still false after two minutes: ${condition}`)
    await pause(5)
  }
}
