import type { Faults } from '../sandbox/fault.ts'
import type { Sandbox } from '../sandbox/sandbox.ts'
import { start } from '../server/start.ts'
import type { Settings } from '../settings/settings.ts'
import { holderOf } from './holder.ts'

/** A server, and the environment of a command that is to find it. */
export interface Beside {
  readonly sandbox: Sandbox
  readonly environment: NodeJS.ProcessEnv
}

export interface BesideParts {
  readonly settings: Settings
  /** That of this process. */
  readonly environment: NodeJS.ProcessEnv
  /** Faults that no reset takes back. */
  readonly trial?: Faults
}

/** Does something beside a server of its own, which then closes. */
export async function beside<T>(parts: BesideParts, act: (server: Beside) => Promise<T>): Promise<T> {
  const { settings, environment, trial } = parts
  const { app, url, sandbox } = await start({ settings, trial })
  const { key, account } = holderOf(settings)
  const variables = { TRYVOX_BASE_URL: url, TRYVOX_API_KEY: key, TRYVOX_ACCOUNT_ID: account }
  try {
    return await act({ sandbox, environment: { ...environment, ...variables } })
  } finally {
    await app.close()
  }
}

/** A line to whoever runs the command: its own output is not to be mixed up. */
export function say(line: string): void {
  process.stderr.write(`tryvox-sandbox: ${line}\n`)
}
