import { serve } from '../../src/command/serve.ts'
import { readTask } from '../../src/settings/command-line.ts'

// Runs the server with a limit on the size of its database, in pages. The limit is in the environment variable PAGES.
const maxPages = Number(process.env['PAGES'])
const task = readTask(process.argv.slice(2), {}, '0.0.0')
if (task.name === 'serve') await serve(task.settings, '0.0.0', { maxPages })
