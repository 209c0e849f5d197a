import { readTask } from '../../src/config.ts'
import { serve } from '../../src/serve.ts'

// The command on a database that may have so many pages, and no more.
const pages = Number(process.env['PAGES'])
const task = readTask(process.argv.slice(2), {}, '0.0.0')
if (task.name === 'serve') await serve(task.settings, '0.0.0', { pages })
