import type { JournalEntry } from '../sandbox/journal.ts'
import type { Sandbox } from '../sandbox/sandbox.ts'
import type { StartOptions } from '../server/start.ts'
import { start } from '../server/start.ts'
import type { ExecTask } from '../settings/exec-task.ts'
import { toVariable } from '../settings/name.ts'
import { clientCredentials } from './client-credentials.ts'
import type { RunOptions, RunResult } from './run.ts'
import { run } from './run.ts'

interface TemporaryServer {
  readonly sandbox: Sandbox
  /** The environment for a command that uses the server. */
  readonly environment: NodeJS.ProcessEnv
}

interface WithServerOptions extends Pick<StartOptions, 'settings' | 'globalFaults'> {
  /** The environment of this process. */
  readonly environment: NodeJS.ProcessEnv
}

/** Runs `use` with a temporary server. */
export async function withServer<T>(
  { environment, ...startOptions }: WithServerOptions,
  use: (server: TemporaryServer) => Promise<T>,
): Promise<T> {
  const { app, url, sandbox } = await start(startOptions)
  try {
    const { key, account } = clientCredentials(startOptions.settings)
    const { token } = startOptions.settings.sandbox
    const variables = {
      TRYVOX_BASE_URL: url,
      TRYVOX_API_KEY: key,
      TRYVOX_ACCOUNT_ID: account,
      ...(token !== null && { [toVariable('controlToken')]: token }),
    }
    return await use({ sandbox, environment: { ...environment, ...variables, ...withoutProxy(url, environment) } })
  } finally {
    // The server must also be closed after an error.
    await app.close()
  }
}

/** The variables that keep the requests to a server away from a proxy. Clients read either spelling. */
function withoutProxy(url: string, environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const host = new URL(url).hostname.replace(/^\[|\]$/g, '')
  const toList = (...names: string[]) => [...names.flatMap(name => environment[name] || []).slice(0, 1), host].join(',')
  return { NO_PROXY: toList('NO_PROXY', 'no_proxy'), no_proxy: toList('no_proxy', 'NO_PROXY') }
}

interface RunWithServerOptions extends RunOptions {
  /** Called with each journal entry. */
  readonly watch?: (entry: JournalEntry) => void
}

/** Runs a command with a temporary server. */
export function runWithServer(
  { settings, command }: Pick<ExecTask, 'settings' | 'command'>,
  environment: NodeJS.ProcessEnv,
  { watch, ...options }: RunWithServerOptions = {},
): Promise<RunResult> {
  return withServer({ settings, environment }, ({ sandbox, environment }) => {
    if (watch !== undefined) sandbox.journals.watch(watch)
    return run(command, environment, options)
  })
}
