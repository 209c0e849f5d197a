import { spawn } from 'node:child_process'
import { once } from 'node:events'
import type { Readable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import type { Test } from 'tap'
import type { Answer, Call } from './server.ts'
import { call } from './server.ts'

const command = fileURLToPath(new URL('../src/cli.ts', import.meta.url))

export interface Options {
  readonly env?: Record<string, string>
  /** JavaScript that runs in the process before the program does. */
  readonly before?: string
  /** Another program that serves, from here. */
  readonly program?: string
  /** Words in front of the command, such as a tracer's. */
  readonly under?: readonly string[]
  /** No file may grow beyond so many blocks of 512 bytes. */
  readonly fileBlocks?: number
  /** Counts for the coverage, which doubles the time that a process takes to start. */
  readonly covered?: boolean
}

export const covered = { covered: true }

export interface Ended {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  readonly stdout: string
  readonly stderr: string
}

/** A process that has said that it is ready. */
export interface Serving {
  readonly url: string
  readonly port: number
  readonly pid: number
  /** The code and the signal, though its standard output is not read to the end. */
  readonly exited: Promise<unknown[]>
  readonly ended: Promise<Ended>
  /** The lines of its standard output, the first as soon as it has so many. */
  lines(count: number): Promise<string[]>
  call(method: string, path: string, call?: Call): Promise<Answer>
  /** Its standard output: of what was read of it there is no more than the lines. */
  readonly stdout: Readable
  /** Sends a signal, and waits for the end. */
  end(signal?: NodeJS.Signals): Promise<Ended>
}

/** The command, run to its end in a folder. */
export function run(t: Test, cwd: string, args: readonly string[], options?: Options): Promise<Ended> {
  return start(t, cwd, args, options).ended
}

/** The command, serving from a folder on a free port. */
export async function serve(t: Test, cwd: string, args: readonly string[] = [], options?: Options): Promise<Serving> {
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

/** One process; killed with the test where it has not ended by itself. */
export function start(t: Test, cwd: string, args: readonly string[], options: Options = {}) {
  const { before, env, fileBlocks, under = [], covered = false } = options
  const imports = before === undefined ? [] : ['--import', `data:text/javascript,${encodeURIComponent(before)}`]
  const file = options.program === undefined ? command : fileURLToPath(new URL(options.program, import.meta.url))
  const steps = [
    ...(fileBlocks === undefined ? [] : [`ulimit -f ${fileBlocks}`]),
    ...(covered ? [] : ['unset NODE_OPTIONS NODE_V8_COVERAGE']),
    'exec "$@"',
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
  const ended = once(child, 'close').then(([code, signal]): Ended => ({ code, signal, ...written }))
  t.teardown(() => {
    child.kill('SIGKILL')
    child.stdout.resume()
    return ended
  })
  const lines = async (count: number) => {
    while (written.stdout.split('\n').length <= count) {
      const gone = ended.then(end => Promise.reject(new Error(`ended too early: ${JSON.stringify(end)}`)))
      await Promise.race([once(child.stdout, 'data'), gone])
    }
    return written.stdout.trimEnd().split('\n')
  }
  return { child, exited, ended, lines }
}

/** Ours, without the settings that somebody may have in it. */
function environment(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('TRYVOX_SANDBOX_')))
}
