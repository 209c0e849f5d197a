import type { ChildProcess } from 'node:child_process'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { constants } from 'node:os'
import { Mistake } from '../base/mistake.ts'
import type { Argv } from '../settings/exec-task.ts'
import { say } from './say.ts'

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
  const pass = (signal: NodeJS.Signals) => {
    isStopped = true
    // A terminal has sent it to the command too.
    if (signal !== 'SIGINT' || !process.stdin.isTTY) child?.kill(signal)
  }
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'] as const
  for (const signal of signals) process.on(signal, pass)
  const ended = async (): Promise<End> => {
    child = spawn(program, args, { stdio: options.held === undefined ? 'inherit' : ['ignore', 'pipe', 'pipe'], env })
    const timer = limit(child, options.seconds)
    const release = hold(child)
    const [code, signal] = await once(child, options.held === undefined ? 'exit' : 'close')
    if (options.held !== undefined) say(options.held)
    release()
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

/** Ends it when its time is over. */
function limit(child: ChildProcess, seconds: number | undefined) {
  let isOver = false
  const end = () => {
    isOver = true
    child.kill('SIGKILL')
  }
  const timer = seconds === undefined ? undefined : setTimeout(end, seconds * 1_000)
  child.once('exit', () => clearTimeout(timer))
  return { isOver: () => isOver }
}

/** Keeps what it prints, where that comes here, until it is released. */
function hold({ stdout, stderr }: ChildProcess): () => void {
  const held: [NodeJS.WriteStream, Buffer][] = []
  stdout?.on('data', chunk => held.push([process.stdout, chunk]))
  stderr?.on('data', chunk => held.push([process.stderr, chunk]))
  return () => {
    for (const [stream, chunk] of held) stream.write(chunk)
  }
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
export function endText({ code, signal, overdue }: End): string {
  return overdue === null ? (signal ?? `exit code ${code}`) : `no end within ${overdue} s`
}
