import { Mistake } from '../base/mistake.ts'
import { printable } from '../base/printable.ts'
import { ignoreHangup } from '../base/signals.ts'
import { readVersion } from '../server/version.ts'
import { readTask } from '../settings/command-line.ts'
import type { ExecTask } from '../settings/exec-task.ts'

/** Runs the command. A mistake of the user's is one line and exit code 1, without a stack. */
export async function main(args: readonly string[], environment: NodeJS.ProcessEnv): Promise<void> {
  ignoreHangup()
  try {
    await run(args, environment)
  } catch (error) {
    if (!(error instanceof Mistake)) throw error
    process.stderr.write(`tryvox-sandbox: ${oneLine(error.message)}\n`)
    process.exitCode = 1
  }
}

const longestLine = 2_000

/** Also where somebody's value in it has several or is endless, and without an API key that was given in a wrong place. */
function oneLine(message: string): string {
  const line = message
    .slice(0, 2 * longestLine)
    .replace(/\s+/g, ' ')
    .replace(/tvx_sk_(?!test_mine)[^\s'",;]*/g, '***')
  return printable(line.length > longestLine ? `${line.slice(0, longestLine)}…` : line)
}

/** Loads no more than what the task needs. */
async function run(args: readonly string[], environment: NodeJS.ProcessEnv): Promise<void> {
  const version = readVersion()
  const task = readTask(args, environment, version)
  if (task.name === 'print') process.stdout.write(task.text)
  else if (task.name === 'health') await (await import('./probe.ts')).mustBeReady(task)
  else if (task.name === 'exec') await runExec(task, environment)
  else if (task.name === 'conformance') await (await import('./conformance.ts')).checkConformance(task)
  else await (await import('./serve.ts')).serve(task.settings, version)
}

async function runExec(task: ExecTask, environment: NodeJS.ProcessEnv): Promise<void> {
  const { mode } = task
  if (mode.name === 'each-failure') {
    const { execEachFailure } = await import('../exec/each-failure.ts')
    return execEachFailure(task, mode, environment)
  }
  if (mode.name === 'each-reading') {
    const { execEachReading } = await import('../exec/each-reading.ts')
    return execEachReading(task, environment, mode.words)
  }
  const { exec, execCovered, execFailing } = await import('../exec/exec.ts')
  if (mode.name === 'failure') return execFailing(task, environment, mode.failure)
  return (mode.name === 'coverage' ? execCovered : exec)(task, environment)
}
