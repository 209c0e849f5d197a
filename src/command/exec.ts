import type { ChildProcess } from 'node:child_process'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { constants } from 'node:os'
import { Mistake } from '../base/mistake.ts'
import { start } from '../server/start.ts'
import type { Settings } from '../settings/settings.ts'
import { holderOf } from './holder.ts'

/** Runs a command beside a server of its own, and ends as the command ends: with its exit code, or by its signal. */
export async function exec(settings: Settings, command: Command, environment: NodeJS.ProcessEnv): Promise<void> {
  const [code, signal] = await runBeside(settings, command, environment)
  if (signal === null) {
    process.exitCode = Number(code)
    return
  }
  // As a shell has it, for those that Node.js does not die of; SIGUSR1 would open its inspector.
  process.exitCode = 128 + constants.signals[signal]
  // It comes at once, unless somebody's preloaded handler hears it in a later turn.
  if (signal !== 'SIGUSR1' && process.kill(process.pid, signal)) setTimeout(() => {}, 1_000)
}

/** Runs it beside a server of its own, which it finds in its environment. */
export async function runBeside(
  settings: Settings,
  [program, ...args]: Command,
  environment: NodeJS.ProcessEnv,
): Promise<End> {
  const { app, url } = await start({ settings })
  const { key, account } = holderOf(settings)
  const variables = { TRYVOX_BASE_URL: url, TRYVOX_API_KEY: key, TRYVOX_ACCOUNT_ID: account }
  return run(program, args, { ...environment, ...variables }).finally(() => app.close())
}

/** A program and its arguments. */
export type Command = readonly [string, ...string[]]

/** How a program ended: by itself, or by a signal. */
export type End = readonly [code: number | null, signal: NodeJS.Signals | null]

function run(program: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<End> {
  let child: ChildProcess | undefined
  const pass = (signal: NodeJS.Signals) => {
    // A terminal has sent it to the command too.
    if (signal !== 'SIGINT' || !process.stdin.isTTY) child?.kill(signal)
  }
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'] as const
  for (const signal of signals) process.on(signal, pass)
  const ended = async () => {
    child = spawn(program, args, { stdio: 'inherit', env })
    return (await once(child, 'exit')) as unknown as End
  }
  return ended()
    .catch(({ code }: NodeJS.ErrnoException) => {
      throw new Mistake(`${program} cannot be run (${code})`)
    })
    .finally(() => {
      for (const signal of signals) process.off(signal, pass)
    })
}
