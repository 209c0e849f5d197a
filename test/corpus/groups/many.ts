import { readFileSync, writeFileSync } from 'node:fs'
import { setImmediate } from 'node:timers/promises'

// Runs the command lines of a file one after another in this process. A process for each would take minutes.
const [file = '', command = ''] = process.argv.slice(2)
const commands: { args: string[]; env: Record<string, string>; folder: string }[] = JSON.parse(
  readFileSync(file, 'utf8'),
)
// Each command line adds its environment listeners for signals.
process.setMaxListeners(0)
const environment = { ...process.env }
const written = { stdout: '', stderr: '' }
for (const name of ['stdout', 'stderr'] as const) {
  process[name].write = (text: string | Uint8Array) => {
    written[name] += text
    return true
  }
}
const results: { code: unknown; stdout: string; stderr: string }[] = []
for (const [at, { args, env, folder }] of commands.entries()) {
  process.chdir(folder)
  process.argv = [process.execPath, command, ...args]
  process.env = { ...environment, ...env }
  process.exitCode = undefined
  written.stdout = ''
  written.stderr = ''
  await import(`${command}?${at}`)
  while (written.stdout + written.stderr === '') await setImmediate()
  await setImmediate()
  results.push({ code: process.exitCode ?? 0, ...written })
}
writeFileSync(file, JSON.stringify(results))
process.exit(0)
