import { spawn } from 'node:child_process'
import { once } from 'node:events'
import type { Readable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import type { Test } from 'tap'
import type { CallOptions, TestResponse } from './server.ts'
import { call } from './server.ts'
import { withoutCoverage } from './without-coverage.ts'

const command = fileURLToPath(new URL('../src/cli.ts', import.meta.url))

export interface CommandOptions {
  readonly env?: Record<string, string>
  /** JavaScript to run in the process before the program. */
  readonly before?: string
  /** Another program to run, relative to this file. */
  readonly program?: string
  /** A command that runs the program, such as a tracer. */
  readonly under?: readonly string[]
  /** The maximum size of a file, in blocks of 512 bytes. */
  readonly fileBlocks?: number
  /** Whether to measure coverage, which doubles the start time of the process. */
  readonly covered?: boolean
}

export const covered = { covered: true }

export interface ProcessResult {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  readonly stdout: string
  readonly stderr: string
}

/** A server process that is ready. */
export interface RunningProcess {
  readonly url: string
  readonly port: number
  readonly pid: number
  /** Resolves with the exit code and the signal, even if the standard output was not read to its end. */
  readonly exited: Promise<unknown[]>
  readonly ended: Promise<ProcessResult>
  /** Waits until the standard output has `count` lines, and returns all lines so far. */
  lines(count: number): Promise<string[]>
  call(method: string, path: string, call?: CallOptions): Promise<TestResponse>
  /** The standard output. It has already been read up to the returned lines. */
  readonly stdout: Readable
  /** Sends a signal and waits until the process has ended. */
  end(signal?: NodeJS.Signals): Promise<ProcessResult>
}

/** Runs the command in a folder and waits until it has ended. */
export function run(t: Test, cwd: string, args: readonly string[], options?: CommandOptions): Promise<ProcessResult> {
  return start(t, cwd, args, options).ended
}

/** Starts a server in a folder, on a free port, and waits until it is ready. */
export async function serve(
  t: Test,
  cwd: string,
  args: readonly string[] = [],
  options?: CommandOptions,
): Promise<RunningProcess> {
  const { child, exited, ended, lines } = start(t, cwd, ['--port', '0', ...args], options)
  const [first = ''] = await lines(1)
  const { url } = JSON.parse(first)
  const port = Number(new URL(url).port)
  return {
    url,
    port,
    pid: child.pid ?? 0,
    exited,
    ended,
    lines,
    call: (...each) => call(port, ...each),
    stdout: child.stdout,
    end: async (signal = 'SIGTERM') => {
      child.kill(signal)
      return ended
    },
  }
}

/** Starts a process. It is killed at the end of the test. */
export function start(t: Test, cwd: string, args: readonly string[], options: CommandOptions = {}) {
  const { before, env, fileBlocks, under = [], covered = false } = options
  const imports = before === undefined ? [] : ['--import', `data:text/javascript,${encodeURIComponent(before)}`]
  const file = options.program === undefined ? command : fileURLToPath(new URL(options.program, import.meta.url))
  const steps = [
    ...(fileBlocks === undefined ? [] : [`ulimit -f ${fileBlocks}`]),
    covered ? 'exec "$@"' : withoutCoverage,
  ]
  const [program = '', ...rest] = [
    'sh',
    '-c',
    steps.join('\n'),
    'sh',
    ...under,
    process.execPath,
    ...imports,
    file,
    ...args,
  ]
  const child = spawn(program, rest, {
    cwd,
    env: { ...environment(), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const written = { stdout: '', stderr: '' }
  child.stdout.setEncoding('utf8').on('data', text => (written.stdout += text))
  child.stderr.setEncoding('utf8').on('data', text => (written.stderr += text))
  const exited = once(child, 'exit')
  const ended = once(child, 'close').then(([code, signal]): ProcessResult => ({ code, signal, ...written }))
  t.teardown(() => {
    child.kill('SIGKILL')
    child.stdout.resume()
    return ended
  })
  const lines = async (count: number) => {
    while (written.stdout.split('\n').length <= count) {
      const endedEarly = ended.then(end => Promise.reject(new Error(`ended too early: ${JSON.stringify(end)}`)))
      await Promise.race([once(child.stdout, 'data'), endedEarly])
    }
    return written.stdout.trimEnd().split('\n')
  }
  return { child, exited, ended, lines }
}

/** The environment of this process, without settings of the server. */
function environment(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('TRYVOX_SANDBOX_')))
}
