import type { ChildProcess, StdioOptions } from 'node:child_process'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { constants } from 'node:os'
import { Mistake } from '../base/mistake.ts'
import { say } from '../report/say.ts'
import type { Argv } from '../settings/exec-task.ts'
import { hold } from './held-output.ts'

/** How a program ended: by itself, by a signal, or because its time was over. */
export interface End {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  /** Whether somebody asked this process to end meanwhile. */
  readonly isStopped: boolean
  /** The seconds that it did not end within. */
  readonly overdue: number | null
}

export interface RunOptions {
  /** How long it may take. */
  readonly seconds?: number
  /** A line to stand ahead of its output, which is held until it has ended: others run at the same time. */
  readonly held?: string | undefined
}

/** Runs a program, and passes signals on to it. */
export function run([program, ...args]: Argv, env: NodeJS.ProcessEnv, options: RunOptions = {}): Promise<End> {
  let child: ChildProcess | undefined
  let isStopped = false
  const isHeld = options.held !== undefined
  const pass = (signal: NodeJS.Signals) => {
    isStopped = true
    // A terminal has sent it to a command of its own group too.
    if (signal !== 'SIGINT' || isHeld || !process.stdin.isTTY) child?.kill(signal)
  }
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'] as const
  for (const signal of signals) process.on(signal, pass)
  const ended = async (): Promise<End> => {
    const stdio: StdioOptions = isHeld ? ['ignore', 'pipe', 'pipe'] : 'inherit'
    // What is held has a group of its own, to be ended with it.
    const running = spawn(program, args, { stdio, env, detached: isHeld })
    child = running
    const timer = limit(() => running.kill('SIGKILL'), options.seconds)
    const release = hold(running)
    const closed = new Promise(resolve => running.once('close', resolve))
    const [code, signal] = await once(running, 'exit').finally(timer.clear)
    if (options.held !== undefined) {
      endGroup(running)
      await closed
      say(options.held)
      release()
    }
    return { code, signal, isStopped, overdue: timer.isOver() ? Number(options.seconds) : null }
  }
  return ended()
    .catch(({ code }: NodeJS.ErrnoException) => {
      throw new Mistake(`${program} cannot be run (${code})`)
    })
    .finally(() => {
      for (const signal of signals) process.off(signal, pass)
    })
}

/** Ends what a program has left behind in its group. */
function endGroup({ pid }: ChildProcess): void {
  try {
    process.kill(-Number(pid), 'SIGKILL')
  } catch {
    // Nothing, as it should.
  }
}

/** Ends it when its time is over. */
function limit(end: () => void, seconds: number | undefined) {
  let isOver = false
  const over = () => {
    isOver = true
    end()
  }
  const timer = seconds === undefined ? undefined : setTimeout(over, seconds * 1_000)
  return { isOver: () => isOver, clear: () => clearTimeout(timer) }
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

/** Likewise; what was stopped before the last run is no success, however the program took it. */
export function endStopped(end: End): void {
  say('stopped before the last run')
  endAs(end.code === 0 ? { ...end, code: 1 } : end)
}

/** `exit code 7`, or the signal. */
export function endText({ code, signal, overdue }: End): string {
  return overdue === null ? (signal ?? `exit code ${code}`) : `no end within ${overdue} s`
}
