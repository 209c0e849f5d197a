import { fdatasync } from 'node:fs'
import { serve } from '../../src/command/serve.ts'
import { readTask } from '../../src/settings/command-line.ts'
import type { Sync } from '../../src/store/write-ahead-log.ts'

// Runs the server with a sync function that succeeds the first time. After that, it waits for SIGUSR2 and fails.
let syncs = 0
const sync: Sync = (descriptor, done) => {
  syncs++
  if (syncs === 1) fdatasync(descriptor, done)
  else process.once('SIGUSR2', () => done(new Error('the disk is gone')))
}
const task = readTask(process.argv.slice(2), {}, '0.0.0')
if (task.name === 'serve') await serve(task.settings, '0.0.0', { sync })
