import type { ChildProcess } from 'node:child_process'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

const command = fileURLToPath(new URL('../../src/cli.ts', import.meta.url))

/** The server in its own process, with its database and its log in files. */
export class Server {
  readonly port: number
  readonly #child: ChildProcess
  readonly #exited: Promise<unknown>

  private constructor(port: number, child: ChildProcess) {
    this.port = port
    this.#child = child
    this.#exited = once(child, 'exit')
  }

  static async start(folder: string, port: number): Promise<Server> {
    const log = openSync(join(folder, 'log'), 'a')
    const files = ['--database', join(folder, 'soak.db'), '--seed', join(folder, 'seed.json')]
    // The journal is full within a minute. From then on the memory must not grow.
    const args = ['--port', `${port}`, ...files, '--journal-total', '20000']
    const child = spawn(process.execPath, [command, ...args], { stdio: ['ignore', log, log] })
    closeSync(log)
    const server = new Server(port, child)
    while (!(await server.#isReady())) {
      if (child.exitCode !== null) throw new Error(`the server ended with ${child.exitCode}; see ${folder}/log`)
      await pause(20)
    }
    return server
  }

  /** Whether the process is running. */
  get isRunning(): boolean {
    return this.#child.exitCode === null && this.#child.signalCode === null
  }

  async kill(): Promise<void> {
    this.#child.kill('SIGKILL')
    await this.#exited
  }

  /** Sends SIGTERM. Returns the exit code and the time until the exit. */
  async end(): Promise<{ code: number | null; milliseconds: number }> {
    const start = performance.now()
    this.#child.kill('SIGTERM')
    await this.#exited
    return { code: this.#child.exitCode, milliseconds: Math.round(performance.now() - start) }
  }

  /** Resident memory in MiB; NaN if the process has just exited. */
  memory(): number {
    const status = readFileSync(`/proc/${this.#child.pid}/status`, 'utf8')
    return Math.round(Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024)
  }

  descriptors(): number {
    return readdirSync(`/proc/${this.#child.pid}/fd`).length
  }

  async #isReady(): Promise<boolean> {
    try {
      return (await fetch(`http://127.0.0.1:${this.port}/readyz`)).ok
    } catch {
      return false
    }
  }
}
