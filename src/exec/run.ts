import type { ChildProcess, StdioOptions } from 'node:child_process'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { constants } from 'node:os'
import { clearTimeout, performanceNow, setTimeout, wait } from '../base/timers.ts'
import { UsageError } from '../base/usage-error.ts'
import { printStatus } from '../report/print.ts'
import type { Argv } from '../settings/exec-task.ts'
import { bufferOutput } from './buffered-output.ts'

/** How a program ended. */
export interface RunResult {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  /** Whether this process received a signal to stop during the run. */
  readonly isStopped: boolean
  /** The exceeded timeout in seconds; null if it was not exceeded. */
  readonly timedOutAfter: number | null
}

export interface RunOptions {
  /** The timeout in seconds. */
  readonly seconds?: number
  /**
   * Whether this is the first of several runs. Child processes that it leaves behind are then killed, as after a run
   * with a timeout or a heading, because they would disturb the next run.
   */
  readonly isFirst?: boolean
  /** For parallel runs: a line to print before the output, which is buffered until the run has ended. */
  readonly heading?: string | undefined
}

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'] as const

/**
 * Runs a program and forwards signals to it and to its child processes. After SIGTERM or SIGHUP, the program is killed
 * if it has not ended within `killAfter` milliseconds. Throws a `UsageError` if the program cannot be started.
 */
export function run(
  [program, ...args]: Argv,
  env: NodeJS.ProcessEnv,
  options: RunOptions = {},
  killAfter = 5_000,
): Promise<RunResult> {
  let child: ChildProcess | undefined
  let isStopped = false
  const isBuffered = options.heading !== undefined
  const isRepeated = isBuffered || options.isFirst === true || options.seconds !== undefined
  // The program gets its own process group, so that its child processes can be stopped too. On a terminal it stays in
  // the group of this process, because it can be interactive and the terminal sends its signals to that group.
  const hasGroup = process.platform !== 'win32' && (isRepeated || !process.stdin.isTTY)
  const send = (signal: NodeJS.Signals) => (hasGroup ? signalGroup(child?.pid, signal) : child?.kill(signal))
  const kill = () => void send('SIGKILL')
  let killing: NodeJS.Timeout | undefined
  const forward = (signal: NodeJS.Signals) => {
    isStopped = true
    // The terminal has already sent SIGINT to a program in the same group.
    if (signal !== 'SIGINT' || hasGroup) send(signal)
    // An interactive program can continue after SIGINT and SIGQUIT.
    if (signal === 'SIGTERM' || signal === 'SIGHUP') killing ??= setTimeout(kill, killAfter)
  }
  for (const signal of signals) process.on(signal, forward)
  // The program must not outlive this process.
  process.on('exit', kill)
  const runProgram = async (): Promise<RunResult> => {
    const stdio: StdioOptions = isBuffered ? ['ignore', 'pipe', 'pipe'] : 'inherit'
    const started = spawn(program, args, { stdio, env, detached: hasGroup })
    child = started
    const timer = startTimeout(kill, options.seconds)
    const flush = bufferOutput(started)
    const closed = new Promise(resolve => started.once('close', resolve))
    const [code, signal] = await once(started, 'exit').finally(timer.clear)
    if (hasGroup && isStopped) await waitForGroup(started.pid, killAfter)
    // Remaining child processes would disturb the next run.
    if (isStopped || isRepeated) kill()
    if (options.heading !== undefined) {
      await closed
      printStatus(options.heading)
      flush()
    }
    return { code, signal, isStopped, timedOutAfter: timer.hasExpired() ? Number(options.seconds) : null }
  }
  return runProgram()
    .catch(({ code }: NodeJS.ErrnoException) => {
      throw new UsageError(`${program} cannot be run (${code})`)
    })
    .finally(() => {
      clearTimeout(killing)
      process.off('exit', kill)
      for (const signal of signals) process.off(signal, forward)
    })
}

/** Sends a signal to a process group. Returns whether the group exists. */
function signalGroup(id: number | undefined, signal: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(-Number(id), signal)
  } catch {
    return false
  }
}

/** Waits until a process group is empty, but not longer than `timeoutMs`. */
async function waitForGroup(id: number | undefined, timeoutMs: number): Promise<void> {
  const deadline = performanceNow() + timeoutMs
  while (signalGroup(id, 0) && performanceNow() < deadline) await wait(20)
}

/** Calls `onTimeout` after `seconds` seconds; never if `seconds` is undefined. */
function startTimeout(onTimeout: () => void, seconds: number | undefined) {
  let hasExpired = false
  const expire = () => {
    hasExpired = true
    onTimeout()
  }
  const timer = seconds === undefined ? undefined : setTimeout(expire, seconds * 1_000)
  return { hasExpired: () => hasExpired, clear: () => clearTimeout(timer) }
}

/** Makes this process exit like the program: with its exit code or its signal. */
export function exitWith({ code, signal }: RunResult): void {
  if (signal === null) {
    process.exitCode = Number(code)
    return
  }
  // Some signals do not end Node.js. Then the exit code is the one that a shell reports for the signal. SIGUSR1 is not
  // sent, because it would start the inspector.
  process.exitCode = 128 + constants.signals[signal]
  // The signal arrives at once, unless a preloaded script handles it in a later turn.
  if (signal !== 'SIGUSR1' && process.kill(process.pid, signal)) setTimeout(() => {}, 1_000)
}

/** Exits like the program, but never with 0, because the runs were stopped early. */
export function exitStopped(result: RunResult): void {
  printStatus('stopped before all runs were finished')
  exitWith(result.code === 0 ? { ...result, code: 1 } : result)
}

/** The result in words, e.g. `exit code 7` or the name of the signal. */
export function describeResult({ code, signal, timedOutAfter }: RunResult): string {
  return timedOutAfter === null ? (signal ?? `exit code ${code}`) : `not finished after ${timedOutAfter} s`
}
