import type { Test } from 'tap'
import type { LocalSandbox, SandboxOptions } from '../../src/index.ts'
import { createSandbox } from '../../src/index.ts'

export const clock = '2026-04-09T11:15:00Z'

/** Runs the test with a sandbox on each kind of store. */
export function onEach(t: Test, test: (t: Test, sandbox: LocalSandbox) => Promise<void>): Promise<unknown> {
  const options: [string, (t: Test) => SandboxOptions][] = [
    ['memory', () => ({ clock })],
    ['file', t => ({ clock, database: `${t.testdir()}/x.db` })],
  ]
  const each = options.map(([name, toOptions]) =>
    t.test(name, async t => {
      const sandbox = await createSandbox(toOptions(t))
      t.teardown(sandbox.close)
      await test(t, sandbox)
    }),
  )
  return Promise.all(each)
}
