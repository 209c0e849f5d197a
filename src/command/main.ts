import { UsageError } from '../base/usage-error.ts'
import { hide, printError, printStatus } from '../report/print.ts'
import { readVersion } from '../server/version.ts'
import { readTask } from '../settings/command-line.ts'
import type { ExecTask } from '../settings/exec-task.ts'
import { toVariable } from '../settings/name.ts'

/** Runs the command. A mistake of the user's is one line and exit code 1, without a stack. */
export async function main(args: readonly string[], environment: NodeJS.ProcessEnv): Promise<void> {
  hide({ secrets: secretsOf(args, environment) })
  try {
    await run(args, environment)
  } catch (error) {
    if (!(error instanceof UsageError)) return crash(error)
    // Also where somebody's value in it has several lines.
    printStatus(oneLine(error.message))
    process.exitCode = 1
  }
}

const longestLine = 2_000

/** Also where somebody's value in it has several lines, or is endless. */
function oneLine(message: string): string {
  const line = message.slice(0, 2 * longestLine).replace(/\s+/g, ' ')
  return line.length > longestLine ? `${line.slice(0, longestLine)}…` : line
}

/** As Node.js would end, but for keys that may stand in the error. */
function crash(error: unknown): never {
  printError(error)
  process.exit(1)
}

/** The keys and the token that the command line and its environment hold, wherever else they are repeated. */
function secretsOf(args: readonly string[], environment: NodeJS.ProcessEnv): string[] {
  const flag = /^--(?:key|control-token)(?:=(.*))?$/s
  const ofFlags = args.flatMap((word, at) => (flag.test(word) ? [flag.exec(word)?.[1] ?? args[at + 1] ?? ''] : []))
  const ofVariables = [environment[toVariable('key')]?.split(','), environment[toVariable('controlToken')]].flat()
  return [...ofFlags, ...ofVariables.map(each => each?.trim() ?? '')].filter(each => each !== '')
}

/** Loads no more than what the task needs. */
async function run(args: readonly string[], environment: NodeJS.ProcessEnv): Promise<void> {
  const version = readVersion()
  const task = readTask(args, environment, version)
  if (task.name === 'print') process.stdout.write(task.text)
  else if (task.name === 'health') await (await import('./health.ts')).mustBeReady(task)
  else if (task.name === 'exec') await runExec(task, environment)
  else if (task.name === 'conformance') await (await import('./conformance.ts')).checkConformance(task)
  else await (await import('./serve.ts')).serve(task.settings, version)
}

async function runExec(task: ExecTask, environment: NodeJS.ProcessEnv): Promise<void> {
  const { mode, settings } = task
  const { givenSecrets } = await import('../exec/client-credentials.ts')
  hide({ secrets: givenSecrets(settings) })
  if (mode.name === 'each-failure') {
    const { execEachFailure } = await import('../exec/each-failure.ts')
    return execEachFailure(task, mode, environment)
  }
  if (mode.name === 'each-variant') {
    const { execEachVariant } = await import('../exec/each-variant.ts')
    return execEachVariant(task, environment, mode.words)
  }
  const { exec, execCovered, execFailing } = await import('../exec/exec.ts')
  if (mode.name === 'failure') return execFailing(task, environment, mode.failure)
  return (mode.name === 'coverage' ? execCovered : exec)(task, environment)
}
