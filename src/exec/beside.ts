import type { Sandbox } from '../sandbox/sandbox.ts'
import type { StartParts } from '../server/start.ts'
import { start } from '../server/start.ts'
import { holderOf } from './client-key.ts'

interface Server {
  readonly sandbox: Sandbox
  /** Of a command that is to find it. */
  readonly environment: NodeJS.ProcessEnv
}

interface BesideParts extends Pick<StartParts, 'settings' | 'standing'> {
  /** That of this process. */
  readonly environment: NodeJS.ProcessEnv
}

/** Does something beside a server of its own, which then closes. */
export async function beside<T>(
  { environment, ...parts }: BesideParts,
  act: (server: Server) => Promise<T>,
): Promise<T> {
  const { app, url, sandbox } = await start(parts)
  const { key, account } = holderOf(parts.settings)
  const variables = { TRYVOX_BASE_URL: url, TRYVOX_API_KEY: key, TRYVOX_ACCOUNT_ID: account }
  return act({ sandbox, environment: { ...environment, ...variables } }).finally(() => app.close())
}
