import { isatty } from 'node:tty'
import closeWithGrace from 'close-with-grace'
import { setImmediate } from '../base/timers.ts'
import { hide, printStatus } from '../report/print.ts'
import { start } from '../server/start.ts'
import type { DiskOptions } from '../server/state.ts'
import type { Settings } from '../settings/settings.ts'
import { DatabaseMoved } from '../store/rescue.ts'
import { banner } from './banner.ts'
import { openLog } from './log.ts'

/** Longer than the slowest request may take. */
const closeWithin = 15_000

/**
 * Without a terminal there is nothing that could hang up: a SIGHUP is ignored then. `nohup`, which leaves no terminal
 * open, has it ignored from the start, but Node.js undoes that.
 */
const hasTerminal = [0, 1, 2].some(isatty)

/** Serves until a signal: then what is in flight is answered, what is committed is synced, and the process ends with 0. */
export async function serve(settings: Settings, version: string, disk?: DiskOptions): Promise<void> {
  if (!hasTerminal) process.on('SIGHUP', () => {})
  const log = openLog(process.stdout)
  const { logger } = log
  const { app, url, resumedSeed, sandbox } = await start({
    settings,
    disk,
    onProgress: printStatus,
    writeLogLine: line => logger.info(line),
    onUnexpectedError: (err, request_id) => logger.error({ err, request_id }, 'unforeseen error'),
    onStorageFailure: error => {
      if (error instanceof DatabaseMoved) logger.fatal(error.message)
      else logger.fatal(error, 'a sync to the disk failed: what was not answered may be lost')
      // Behind the refusals of those who wait.
      setImmediate(() => process.exit(1))
    },
  })
  closeWithGrace({ delay: closeWithin, logger, skip: hasTerminal ? [] : ['SIGHUP'] }, async ({ err }) => {
    if (err) logger.fatal(err, 'unforeseen error, closing')
    await app.close()
    await log.flush()
  })
  hide({ isKey: sandbox.namespaces.isKey })
  const ready = JSON.stringify({ ready: true, url, pid: process.pid })
  log.say(
    process.stdout.isTTY
      ? banner({ ...settings, version, url, resumedSeed, hasConsole: settings.sandbox.controls })
      : ready,
  )
}
