import { openLog } from '../../../src/command/log.ts'
import { logRequests } from '../../../src/http/log-line.ts'
import { listen } from '../../../src/server/listen.ts'
import { buildServer } from '../../../src/server/server.ts'
import { openState } from '../../../src/server/state.ts'
import { readTask } from '../../../src/settings/command-line.ts'

// The API without the sandbox.
const { logger } = openLog(process.stdout)
const task = readTask(process.argv.slice(2), {}, '0.0.0')
if (task.name !== 'serve') throw new Error('the command must be serve')
const { settings } = task
const { store } = await openState({ settings, onStorageFailure: console.error })
const onRequestEnd = logRequests(line => logger.info(line))
const { app, secondServer } = buildServer({ store, onUnexpectedError: console.error, onRequestEnd })
await listen(app, secondServer, settings.host, settings.port)
