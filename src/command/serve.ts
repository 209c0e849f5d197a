import { isatty } from 'node:tty'
import closeWithGrace from 'close-with-grace'
import { setImmediate } from '../base/timers.ts'
import { hideKeys, printStatus } from '../report/print.ts'
import { start } from '../server/start.ts'
import type { DiskOptions } from '../server/state.ts'
import type { Settings } from '../settings/settings.ts'
import { DatabaseMoved } from '../store/rescue.ts'
import { banner } from './banner.ts'
import { openLog } from './log.ts'

/** The timeout of a shutdown, longer than the slowest request. */
const shutdownTimeoutMs = 15_000

/** Without a terminal, SIGHUP is ignored. `nohup` starts programs with SIGHUP ignored, but Node.js undoes that. */
const hasTerminal = [0, 1, 2].some(isatty)

/**
 * Runs the server until a signal stops it. Then it completes the requests in flight, syncs all commits and exits with
 * 0.
 */
export async function serve(settings: Settings, version: string, disk?: DiskOptions): Promise<void> {
  if (!hasTerminal) process.on('SIGHUP', () => {})
  const log = openLog(process.stdout)
  const { logger } = log
  const { app, url, resumedSeed, sandbox } = await start({
    settings,
    disk,
    onProgress: printStatus,
    writeLogLine: line => logger.info(line),
    onUnexpectedError: (err, request_id) => logger.error({ err, request_id }, 'unexpected error'),
    onStorageFailure: error => {
      if (error instanceof DatabaseMoved) logger.fatal(error.message)
      else logger.fatal(error, 'a sync to the disk failed; changes that were not acknowledged can be lost')
      // After the errors of the waiting requests have been sent.
      setImmediate(() => process.exit(1))
    },
  })
  closeWithGrace({ delay: shutdownTimeoutMs, logger, skip: hasTerminal ? [] : ['SIGHUP'] }, async ({ err }) => {
    if (err) logger.fatal(err, 'unexpected error, shutting down')
    await app.close()
    await log.flush()
  })
  hideKeys({ isKey: sandbox.namespaces.isKey })
  const ready = JSON.stringify({ ready: true, url, pid: process.pid })
  log.print(
    process.stdout.isTTY
      ? banner({ ...settings, version, url, resumedSeed, hasConsole: settings.sandbox.controls })
      : ready,
  )
}
