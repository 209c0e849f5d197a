import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { has, onCore } from './core.ts'

/** The requests to send; see `load.lua`. */
export interface Load {
  readonly kind: 'configure' | 'patch' | 'one' | 'list'
  readonly connections: number
  readonly seconds: number
  readonly numbers?: number
  /** The number of the turn. Each turn starts with the other destination. */
  readonly turn?: number
  /** The number of namespaces to use; 0 for the default one. */
  readonly namespaces?: number
}

/** The result of a turn. */
export interface LoadResult {
  /** Responses per second. */
  readonly rate: number
  /** Milliseconds. */
  readonly p50: number
  readonly p99: number
  /** Responses that are not 2xx, and failed connections. Timeouts are not counted. */
  readonly failed: number
}

const script = fileURLToPath(new URL('load.lua', import.meta.url))

if (!has('wrk')) {
  console.error(
    'bench: wrk, which generates the load, is missing; install it (apt-get install wrk, or brew install wrk)',
  )
  process.exit(1)
}

/** Sends the load from the second core, over persistent connections. */
export async function send(
  port: number,
  { kind, connections, seconds, numbers = 1_000, turn = 0, namespaces = 0 }: Load,
): Promise<LoadResult> {
  const args = [
    '-t1',
    `-c${connections}`,
    `-d${seconds}s`,
    '--timeout',
    '20s',
    '--latency',
    '-s',
    script,
    `http://127.0.0.1:${port}`,
  ]
  const [program = '', ...rest] = onCore(1, ['wrk', ...args])
  const env = { ...process.env, KIND: kind, NUMBERS: `${numbers}`, TURN: `${turn}`, NAMESPACES: `${namespaces}` }
  const child = spawn(program, rest, { env, stdio: ['ignore', 'pipe', 'inherit'] })
  const text = Buffer.concat(await child.stdout.toArray()).toString()
  const number = (pattern: RegExp) => Number(pattern.exec(text)?.[1] ?? 0)
  const errors = /Socket errors: connect (\d+), read (\d+), write (\d+)/.exec(text)?.slice(1) ?? []
  return {
    rate: number(/Requests\/sec: +([\d.]+)/),
    p50: milliseconds(text, '50%'),
    p99: milliseconds(text, '99%'),
    failed: errors.reduce((sum, each) => sum + Number(each), number(/Non-2xx or 3xx responses: (\d+)/)),
  }
}

function milliseconds(text: string, percentile: string): number {
  const [, value = '0', unit = 'ms'] = new RegExp(`${percentile} +([\\d.]+)(us|ms|s)`).exec(text) ?? []
  return Number(value) * { us: 0.001, ms: 1, s: 1_000 }[unit as 'us' | 'ms' | 's']
}
