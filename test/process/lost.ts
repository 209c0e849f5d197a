import { fdatasync } from 'node:fs'
import { readTask } from '../../src/config.ts'
import { serve } from '../../src/serve.ts'
import type { Sync } from '../../src/store/log.ts'

// The command on a disk that can be synced once; the sync after that one fails at a signal.
let syncs = 0
const sync: Sync = (descriptor, done) => {
  syncs++
  if (syncs === 1) fdatasync(descriptor, done)
  else process.once('SIGUSR2', () => done(new Error('the disk is gone')))
}
const task = readTask(process.argv.slice(2), {}, '0.0.0')
if (task.name === 'serve') await serve(task.settings, '0.0.0', { sync })
