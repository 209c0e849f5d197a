import { serve } from '../../src/command/serve.ts'
import { readTask } from '../../src/settings/command-line.ts'

// The server on a database with a maximum number of pages.
const maxPages = Number(process.env['PAGES'])
const task = readTask(process.argv.slice(2), {}, '0.0.0')
if (task.name === 'serve') await serve(task.settings, '0.0.0', { maxPages })
