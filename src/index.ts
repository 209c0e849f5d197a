import type { Socket } from 'node:net'
import { formatRequest } from './base/request-line.ts'
import { UsageError } from './base/usage-error.ts'
import { createSandboxControls } from './client/connect.ts'
import { toWholeSeconds } from './client/controls.ts'
import { assertNotFaked, fastifySchedulers } from './client/fake-timers.ts'
import { connectInMemory, createFetch } from './client/fetch.ts'
import { keepProcessAlive } from './client/keep-process-alive.ts'
import type { LocalSandbox, SandboxOptions } from './client/local.ts'
import { readSandboxOptions } from './client/local.ts'
import { createTransport } from './client/transport.ts'
import { clientCredentials } from './exec/client-credentials.ts'
import { nodeVersionError } from './node-version.ts'
import { loopback } from './server/listen.ts'
import { start } from './server/start.ts'
import type { Settings } from './settings/settings.ts'
import { readSettings } from './settings/settings.ts'

export type { LocalSandbox, SandboxOptions } from './client/local.ts'
export * from './client.ts'

/** Starts a sandbox. It does not keep the process alive. Throws a `UsageError` if an option is invalid. */
export async function createSandbox(options: SandboxOptions = {}): Promise<LocalSandbox> {
  const versionError = nodeVersionError()
  if (versionError !== null) throw new UsageError(versionError)
  const { seed, log = false } = readSandboxOptions(options)
  const settings = toSettings(options)
  await assertNotFaked(fastifySchedulers)
  const seedFile = typeof seed === 'object' ? seed : undefined
  const write = typeof log === 'function' ? log : (line: string) => console.log(line)
  const { app, url } = await start({
    settings,
    seed: seedFile,
    ...(log !== false && { writeLogLine: line => line.path.startsWith('/_sandbox') || write(formatRequest(line)) }),
  })
  app.server.unref().on('connection', (socket: Partial<Socket>) => socket.unref?.())
  const { key = '', account } = clientCredentials(settings, seedFile)
  const transport = createTransport(url, () => connectInMemory(app.server))
  const controls = createSandboxControls({ url, apiKey: key, accountId: account, token: null, transport }, 'default')
  const close = () => keepProcessAlive(assertNotFaked(fastifySchedulers).then(() => app.close()))
  return { ...controls, fetch: createFetch(app.server, url), close, [Symbol.asyncDispose]: close }
}

function toSettings({ seed, clock, database = 'memory', variants = {}, ...others }: SandboxOptions): Settings {
  if (!['string', 'object', 'undefined'].includes(typeof seed))
    throw new UsageError('seed must be demo, none, the path of a JSON file, or a seed object')
  const { allowOrigins, journal, journalTotal, namespaces } = others
  const raw = {
    host: loopback(),
    port: '0',
    database,
    seed: typeof seed === 'object' ? undefined : seed,
    clock: clock === undefined ? undefined : toWholeSeconds(clock),
    variant: Object.entries(variants).map(([id, value]) => `${id}=${value}`),
    allowOrigin: allowOrigins,
    journal: journal?.toString(),
    journalTotal: journalTotal?.toString(),
    namespaces: namespaces?.toString(),
  }
  const names: Record<string, string> = { variant: 'variants', allowOrigin: 'allowOrigins' }
  return readSettings(raw, {}, option => names[option] ?? option)
}
