import { setTimeout as pause } from 'node:timers/promises'

const longest = 120_000

/** Settles once a condition holds. It must be one that lasts, for nobody says when it is looked at; fails after two minutes. */
export async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  const ends = performance.now() + longest
  while (!(await holds())) {
    if (performance.now() > ends) throw new Error(`not within two minutes: ${holds}`)
    await pause(5)
  }
}
