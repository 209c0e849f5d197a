import closeWithGrace from 'close-with-grace'
import { banner } from './banner.ts'
import { realClock } from './domain/clock.ts'
import { logged } from './http/log-line.ts'
import { listen } from './listen.ts'
import { openLog } from './log.ts'
import { buildServer } from './server.ts'
import type { Settings } from './settings.ts'
import type { Disk } from './state.ts'
import { openState } from './state.ts'

/** Longer than the slowest request may take. */
const closeWithin = 15_000

/** Serves until a signal: then what is in flight is answered, what is committed is synced, and the process ends with 0. */
export async function serve(settings: Settings, version: string, disk?: Disk): Promise<void> {
  const log = openLog(process.stdout)
  const { logger } = log
  const onLost = (error: Error) => {
    logger.fatal(error, 'a sync to the disk failed: what was not answered may be lost')
    // Behind the refusals of those who wait.
    setImmediate(() => process.exit(1))
  }
  const { store, goesOn } = await openState(settings, onLost, disk)
  const { app, second } = buildServer({
    store,
    clock: realClock(Date.now),
    onUnforeseen: (err, request_id) => logger.error({ err, request_id }, 'unforeseen error'),
    around: logged(store, line => logger.info(line)),
  })
  const url = await listen(app, second, settings.host, settings.port).catch(async error => {
    await app.close()
    throw error
  })
  closeWithGrace({ delay: closeWithin, logger }, async ({ err }) => {
    if (err) logger.fatal(err, 'unforeseen error, closing')
    await app.close()
    await log.flush()
  })
  const ready = JSON.stringify({ ready: true, url, pid: process.pid })
  log.say(process.stdout.isTTY ? banner({ ...settings, version, url, goesOn }) : ready)
}
