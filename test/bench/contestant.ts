import type { ChildProcess } from 'node:child_process'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { openSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { freePort } from '../port.ts'
import { onCore } from './core.ts'
import type { Load } from './wrk.ts'

/** A server to measure. */
export interface Contestant {
  readonly name: string
  /** The command that starts the server on a port, in its own folder. */
  command(port: number, folder: string): readonly string[]
  /** The kind of request that changes a number. */
  readonly kind: Load['kind'] & ('configure' | 'patch')
}

/** A running server. */
export interface RunningServer {
  readonly name: string
  readonly port: number
  readonly kind: Contestant['kind']
  /** Suspends and resumes the processes of the server. */
  suspend(): void
  resume(): void
  /** Resident memory of the main process, in MiB. */
  memory(): number
  end(): Promise<void>
}

/** Starts a server on the first core and waits for its first correct response. The output goes to a file. */
export async function startContestant(contestant: Contestant, folder: string): Promise<RunningServer> {
  const port = await freePort()
  const [program = '', ...args] = onCore(0, contestant.command(port, folder))
  const log = openSync(join(folder, `${port}.log`), 'w')
  // A process group, because some servers start child processes.
  const child = spawn(program, args, { cwd: folder, stdio: ['ignore', log, log], detached: true })
  const { name, kind } = contestant
  const signal = (name: NodeJS.Signals) => process.kill(-(child.pid ?? 0), name)
  const exited = once(child, 'exit').then(() => Promise.reject(new Error(`${name} ended; see ${folder}/${port}.log`)))
  exited.catch(() => {})
  await Promise.race([waitUntilReady(port, kind), exited])
  return {
    name,
    port,
    kind,
    suspend: () => signal('SIGSTOP'),
    resume: () => signal('SIGCONT'),
    memory: () => memoryOf(child),
    end: async () => {
      if (child.exitCode === null) signal('SIGKILL')
      await exited.catch(() => {})
    },
  }
}

/** Waits until the server responds as documented. */
async function waitUntilReady(port: number, kind: Contestant['kind']): Promise<void> {
  while (!(await isCorrect(port, kind, 0))) await pause(2)
}

/** Changes a number and returns whether the response is as documented. */
export async function isCorrect(port: number, kind: Contestant['kind'], at: number): Promise<boolean> {
  const e164 = `+1415${5_000_000 + at}`
  const path = kind === 'patch' ? `/numbers/${e164.slice(1)}` : `/v1/account/acc_123abc/numbers/${e164}/assign`
  const headers = { authorization: 'Bearer tvx_sk_test_sandbox', 'content-type': 'application/json' }
  const body = kind === 'patch' ? { trunk_id: 'trunk_abc123', application_id: null } : { trunk_id: 'trunk_abc123' }
  const method = kind === 'patch' ? 'PATCH' : 'POST'
  try {
    const response = await fetch(`http://127.0.0.1:${port}${path}`, { method, headers, body: JSON.stringify(body) })
    const result = (await response.json()) as Record<string, unknown>
    return response.status === 200 && result['trunk_id'] === 'trunk_abc123' && result['application_id'] === null
  } catch {
    return false
  }
}

function memoryOf({ pid }: ChildProcess): number {
  const kilobytes = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
  return Math.round(Number(kilobytes) / 1024)
}
