import closeWithGrace from 'close-with-grace'
import { banner } from './banner.ts'
import type { Ended } from './http/exchange.ts'
import { logged } from './http/log-line.ts'
import { listen } from './listen.ts'
import { openLog } from './log.ts'
import type { ControlOptions } from './sandbox/control/control.ts'
import { Sandbox } from './sandbox/sandbox.ts'
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
  const { worlds, journal, clock } = settings.sandbox
  const sandbox = new Sandbox({ store, limit: worlds, journal, clock, now: Date.now })
  const write = logged(sandbox.isKey, line => logger.info(line))
  const ended: Ended = (...exchange) => {
    sandbox.ended(...exchange)
    write(...exchange)
  }
  const { app, second } = buildServer({
    store,
    onUnforeseen: (err, request_id) => logger.error({ err, request_id }, 'unforeseen error'),
    ended,
    sandbox,
    controls: controlsOf(settings, version),
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

function controlsOf(settings: Settings, version: string): ControlOptions | undefined {
  const { controls, ...guard } = settings.sandbox
  return controls ? { ...guard, info: infoOf(settings, version) } : undefined
}

function infoOf({ host, port, file, seed, sandbox }: Settings, version: string) {
  const { worlds, journal, hosts, origins } = sandbox
  const options = { host, port, seed, worlds, journal: journal.world, journal_total: journal.all }
  return { version, database: file ?? 'memory', options: { ...options, allow_host: hosts, allow_origin: origins } }
}
