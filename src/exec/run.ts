import type { ChildProcess, StdioOptions } from 'node:child_process'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { constants } from 'node:os'
import { clearTimeout, performanceNow, setTimeout, wait } from '../base/timers.ts'
import { UsageError } from '../base/usage-error.ts'
import { printStatus } from '../report/print.ts'
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
  /** Whether other runs follow, which what it leaves behind would disturb. Those with a limit are among them. */
  readonly isFirst?: boolean
  /** A line to stand ahead of its output, which is held until it has ended: others run at the same time. */
  readonly held?: string | undefined
}

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'] as const

/**
 * Runs a program, and passes signals on to it and to the processes that it has started. A program that is told to end has
 * `killAfter` milliseconds for it, and is killed then.
 */
export function run(
  [program, ...args]: Argv,
  env: NodeJS.ProcessEnv,
  options: RunOptions = {},
  killAfter = 5_000,
): Promise<End> {
  let child: ChildProcess | undefined
  let isStopped = false
  const isHeld = options.held !== undefined
  const isRepeated = isHeld || options.isFirst === true || options.seconds !== undefined
  // A process group of its own, so that all that it has started can be ended with it. Not so where somebody may work with
  // it on a terminal, which sends its signals to this process's group.
  const hasGroup = process.platform !== 'win32' && (isRepeated || !process.stdin.isTTY)
  const send = (signal: NodeJS.Signals) => (hasGroup ? signalGroup(child?.pid, signal) : child?.kill(signal))
  const kill = () => void send('SIGKILL')
  let killing: NodeJS.Timeout | undefined
  const pass = (signal: NodeJS.Signals) => {
    isStopped = true
    // A terminal has sent it to a command of its own group too.
    if (signal !== 'SIGINT' || hasGroup) send(signal)
    // On SIGINT and SIGQUIT an interactive program may go on.
    if (signal === 'SIGTERM' || signal === 'SIGHUP') killing ??= setTimeout(kill, killAfter)
  }
  for (const signal of signals) process.on(signal, pass)
  // Should this process fail.
  process.on('exit', kill)
  const ended = async (): Promise<End> => {
    const stdio: StdioOptions = isHeld ? ['ignore', 'pipe', 'pipe'] : 'inherit'
    const running = spawn(program, args, { stdio, env, detached: hasGroup })
    child = running
    const timer = limit(kill, options.seconds)
    const release = hold(running)
    const closed = new Promise(resolve => running.once('close', resolve))
    const [code, signal] = await once(running, 'exit').finally(timer.clear)
    if (hasGroup && isStopped) await groupEnd(running.pid, killAfter)
    // What an earlier run has left would disturb the next.
    if (isStopped || isRepeated) kill()
    if (options.held !== undefined) {
      await closed
      printStatus(options.held)
      release()
    }
    return { code, signal, isStopped, overdue: timer.isOver() ? Number(options.seconds) : null }
  }
  return ended()
    .catch(({ code }: NodeJS.ErrnoException) => {
      throw new UsageError(`${program} cannot be run (${code})`)
    })
    .finally(() => {
      clearTimeout(killing)
      process.off('exit', kill)
      for (const signal of signals) process.off(signal, pass)
    })
}

/** Sends a signal to a process group, and says whether there is one. */
function signalGroup(id: number | undefined, signal: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(-Number(id), signal)
  } catch {
    return false
  }
}

/** When a process group is empty, or after so many milliseconds. */
async function groupEnd(id: number | undefined, milliseconds: number): Promise<void> {
  const until = performanceNow() + milliseconds
  while (signalGroup(id, 0) && performanceNow() < until) await wait(20)
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
export function exitLike({ code, signal }: End): void {
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
  printStatus('stopped before the last run')
  exitLike(end.code === 0 ? { ...end, code: 1 } : end)
}

/** `exit code 7`, or the signal. */
export function endText({ code, signal, overdue }: End): string {
  return overdue === null ? (signal ?? `exit code ${code}`) : `no end within ${overdue} s`
}
