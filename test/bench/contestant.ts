import type { ChildProcess } from 'node:child_process'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { openSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { freePort } from '../port.ts'
import { onCore } from './core.ts'
import type { Load } from './wrk.ts'

/** A server to be measured. */
export interface Contestant {
  readonly name: string
  /** The command that serves on a port, in a folder of its own. */
  command(port: number, folder: string): readonly string[]
  /** How a change is asked for. */
  readonly kind: Load['kind'] & ('configure' | 'patch')
}

export interface Running {
  readonly name: string
  readonly port: number
  readonly kind: Contestant['kind']
  /** Stops it for a while, and lets it go on. */
  hold(): void
  release(): void
  /** Resident memory of all its processes, in MiB. */
  memory(): number
  end(): Promise<void>
}

/** Starts it on the first core; settles with its first right answer. Its output goes to a file. */
export async function begin(contestant: Contestant, folder: string): Promise<Running> {
  const port = await freePort()
  const [program = '', ...args] = onCore(0, contestant.command(port, folder))
  const log = openSync(join(folder, `${port}.log`), 'w')
  // A group of its own: some start others.
  const child = spawn(program, args, { cwd: folder, stdio: ['ignore', log, log], detached: true })
  const { name, kind } = contestant
  const signal = (which: NodeJS.Signals) => process.kill(-(child.pid ?? 0), which)
  const gone = once(child, 'exit').then(() => Promise.reject(new Error(`${name} ended; see ${folder}/${port}.log`)))
  gone.catch(() => {})
  await Promise.race([answers(port, kind), gone])
  return {
    name,
    port,
    kind,
    hold: () => signal('SIGSTOP'),
    release: () => signal('SIGCONT'),
    memory: () => memoryOf(child),
    end: async () => {
      if (child.exitCode === null) signal('SIGKILL')
      await gone.catch(() => {})
    },
  }
}

/** Until it answers as the documentation says. */
async function answers(port: number, kind: Contestant['kind']): Promise<void> {
  while (!(await isRight(port, kind, 0))) await pause(2)
}

/** A change of one number, and whether the answer shows it as documented. */
export async function isRight(port: number, kind: Contestant['kind'], at: number): Promise<boolean> {
  const e164 = `+1415${5_000_000 + at}`
  const path = kind === 'patch' ? `/numbers/${e164.slice(1)}` : `/v1/account/acc_123abc/numbers/${e164}/assign`
  const headers = { authorization: 'Bearer tvx_sk_test_sandbox', 'content-type': 'application/json' }
  const body = kind === 'patch' ? { trunk_id: 'trunk_abc123', application_id: null } : { trunk_id: 'trunk_abc123' }
  const method = kind === 'patch' ? 'PATCH' : 'POST'
  try {
    const response = await fetch(`http://127.0.0.1:${port}${path}`, { method, headers, body: JSON.stringify(body) })
    const seen = (await response.json()) as Record<string, unknown>
    return response.status === 200 && seen['trunk_id'] === 'trunk_abc123' && seen['application_id'] === null
  } catch {
    return false
  }
}

function memoryOf({ pid }: ChildProcess): number {
  const own = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
  return Math.round(Number(own) / 1024)
}
