import type { ChildProcess } from 'node:child_process'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { constants } from 'node:os'
import { Mistake } from '../base/mistake.ts'

/** A program and its arguments. */
export type Command = readonly [string, ...string[]]

/** How a program ended: by itself, or by a signal. */
export interface End {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  /** Whether somebody asked this process to end meanwhile. */
  readonly isStopped: boolean
}

/** Passes signals on to it. Its output goes out as it comes, or all of it when it has ended. */
export function run([program, ...args]: Command, env: NodeJS.ProcessEnv, held = false): Promise<End> {
  let child: ChildProcess | undefined
  let isStopped = false
  const pass = (signal: NodeJS.Signals) => {
    isStopped = true
    // A terminal has sent it to the command too.
    if (signal !== 'SIGINT' || !process.stdin.isTTY) child?.kill(signal)
  }
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'] as const
  for (const signal of signals) process.on(signal, pass)
  const ended = async (): Promise<End> => {
    child = spawn(program, args, { stdio: held ? ['ignore', 'pipe', 'pipe'] : 'inherit', env })
    const output: Buffer[] = []
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', chunk => output.push(chunk))
    const [code, signal] = await once(child, held ? 'close' : 'exit')
    process.stderr.write(Buffer.concat(output))
    return { code, signal, isStopped }
  }
  return ended()
    .catch(({ code }: NodeJS.ErrnoException) => {
      throw new Mistake(`${program} cannot be run (${code})`)
    })
    .finally(() => {
      for (const signal of signals) process.off(signal, pass)
    })
}

/** Ends as the program ended: with its exit code, or by its signal. */
export function endAs({ code, signal }: End): void {
  if (signal === null) {
    process.exitCode = Number(code)
    return
  }
  // As a shell has it, for those that Node.js does not die of; SIGUSR1 would open its inspector.
  process.exitCode = 128 + constants.signals[signal]
  // It comes at once, unless somebody's preloaded handler hears it in a later turn.
  if (signal !== 'SIGUSR1' && process.kill(process.pid, signal)) setTimeout(() => {}, 1_000)
}

/** `exit code 7`, or the signal. */
export function endText({ code, signal }: End): string {
  return signal ?? `exit code ${code}`
}
