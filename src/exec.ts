import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { holderOf } from './holder.ts'
import type { Settings } from './settings.ts'
import { start } from './start.ts'
import { Mistake } from './store/mistake.ts'

/** Runs a command beside a server of its own, and ends as the command ends: with its exit code, or by its signal. */
export async function exec(
  settings: Settings,
  [program, ...args]: readonly [string, ...string[]],
  version: string,
  environment: NodeJS.ProcessEnv,
): Promise<void> {
  const { app, url } = await start({
    settings,
    version,
    write: null,
    onUnforeseen: console.error,
    onLost: console.error,
  })
  const { key, account } = holderOf(settings)
  const variables = { TRYVOX_BASE_URL: url, TRYVOX_API_KEY: key, TRYVOX_ACCOUNT_ID: account }
  const [code, signal] = await run(program, args, { ...environment, ...variables }).finally(() => app.close())
  if (signal === null) process.exitCode = Number(code)
  // It comes at once, unless somebody's preloaded handler hears it in a later turn.
  else if (process.kill(process.pid, signal)) setTimeout(() => {}, 1_000)
}

type End = readonly [code: number | null, signal: NodeJS.Signals | null]

function run(program: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<End> {
  const child = spawn(program, args, { stdio: 'inherit', env })
  const pass = (signal: NodeJS.Signals) => child.kill(signal)
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
  for (const signal of signals) process.on(signal, pass)
  const ended = once(child, 'exit') as unknown as Promise<End>
  return ended
    .catch(({ code }: NodeJS.ErrnoException) => {
      throw new Mistake(`${program} cannot be run (${code})`)
    })
    .finally(() => {
      for (const signal of signals) process.off(signal, pass)
    })
}
