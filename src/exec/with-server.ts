import type { JournalEntry } from '../sandbox/journal.ts'
import type { Sandbox } from '../sandbox/sandbox.ts'
import type { StartOptions } from '../server/start.ts'
import { start } from '../server/start.ts'
import type { ExecTask } from '../settings/exec-task.ts'
import { clientCredentials } from './client-credentials.ts'
import type { End, RunOptions } from './run.ts'
import { run } from './run.ts'

interface Server {
  readonly sandbox: Sandbox
  /** Of a command that is to find it. */
  readonly environment: NodeJS.ProcessEnv
}

interface WithServerOptions extends Pick<StartOptions, 'settings' | 'globalFaults'> {
  /** That of this process. */
  readonly environment: NodeJS.ProcessEnv
}

/** Does something beside a server of its own, which then closes. */
export async function withServer<T>(
  { environment, ...parts }: WithServerOptions,
  act: (server: Server) => Promise<T>,
): Promise<T> {
  const { app, url, sandbox } = await start(parts)
  try {
    const { key, account } = clientCredentials(parts.settings)
    const variables = { TRYVOX_BASE_URL: url, TRYVOX_API_KEY: key, TRYVOX_ACCOUNT_ID: account }
    return await act({ sandbox, environment: { ...environment, ...variables } })
  } finally {
    // A server that has started would outlive an error in here.
    await app.close()
  }
}

interface Watched extends RunOptions {
  /** Told of each request. */
  readonly watch?: (entry: JournalEntry) => void
}

/** Runs a command beside a server of its own. */
export function runWithServer(
  { settings, command }: Pick<ExecTask, 'settings' | 'command'>,
  environment: NodeJS.ProcessEnv,
  { watch, ...options }: Watched = {},
): Promise<End> {
  return withServer({ settings, environment }, ({ sandbox, environment }) => {
    if (watch !== undefined) sandbox.journals.watch(watch)
    return run(command, environment, options)
  })
}
