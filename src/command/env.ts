import { quoteForShell } from '../base/printable.ts'
import { UsageError } from '../base/usage-error.ts'
import { clientCredentials } from '../exec/client-credentials.ts'
import type { HealthTask } from '../settings/health-task.ts'
import { assertReady, toUrl } from './health.ts'

/** Prints the variables that `exec` sets, for a server that is running. Throws a `UsageError` if it is not ready. */
export async function printVariables(server: HealthTask): Promise<void> {
  const settings = await assertReady(server)
  const { key, account } = clientCredentials(settings)
  if (key === undefined) throw new UsageError('the seed of the server has no API key in clear text')
  const variables = { TRYVOX_BASE_URL: toUrl(settings), TRYVOX_API_KEY: key, TRYVOX_ACCOUNT_ID: account }
  const lines = Object.entries(variables).map(([name, value]) => `export ${name}=${quoteForShell(value)}\n`)
  process.stdout.write(lines.join(''))
}
