import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readSeedFile } from './named-seed.ts'
import type { Settings } from './settings.ts'
import { report, start } from './start.ts'
import { demoKey } from './store/demo.ts'
import { Mistake } from './store/mistake.ts'

/** Runs a command beside a server of its own, and ends as the command ends: with its exit code, or by its signal. */
export async function exec(
  settings: Settings,
  [program = '', ...args]: readonly string[],
  version: string,
  environment: NodeJS.ProcessEnv,
): Promise<void> {
  const { app, url } = await start({ settings, version, write: null, onUnforeseen: report, onLost: report })
  const { key, account } = holder(settings)
  const variables = { TRYVOX_BASE_URL: url, TRYVOX_API_KEY: key, TRYVOX_ACCOUNT_ID: account }
  const [code, signal] = await run(program, args, { ...environment, ...variables }).finally(() => app.close())
  if (signal === null) process.exitCode = code ?? 1
  // It comes at once, unless somebody's preloaded handler hears it in a later turn.
  else if (process.kill(process.pid, signal)) setTimeout(() => {}, 1_000)
}

type End = readonly [code: number | null, signal: NodeJS.Signals | null]

async function run(program: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<End> {
  const child = spawn(program, args, { stdio: 'inherit', env })
  const pass = (signal: NodeJS.Signals) => child.kill(signal)
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
  for (const signal of signals) process.on(signal, pass)
  try {
    return (await once(child, 'exit')) as unknown as End
  } catch (error) {
    throw new Mistake(`${program} cannot be run (${(error as NodeJS.ErrnoException).code})`)
  } finally {
    for (const signal of signals) process.off(signal, pass)
  }
}

/** Whose key the command is given: the one that the command line names, else the first of the seed that may change things. */
function holder({ seed, additions: { account, keys } }: Settings): { key: string | undefined; account: string } {
  const [named] = keys
  if (named !== undefined) return { key: named, account }
  if (seed === null || seed === 'demo') return { key: demoKey, account: 'acc_123abc' }
  const first = readSeedFile(seed).keys?.find(each => each.key !== undefined && each.access !== 'read')
  return { key: first?.key, account: first?.account_id ?? account }
}
