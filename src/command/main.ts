import { UsageError } from '../base/usage-error.ts'
import { hideKeys, printError, printStatus } from '../report/print.ts'
import { readVersion } from '../server/version.ts'
import { readTask } from '../settings/command-line.ts'
import type { ExecTask } from '../settings/exec-task.ts'
import { toVariable } from '../settings/name.ts'

/** Runs the command. A usage error is printed as one line, without a stack, and the exit code is 1. */
export async function main(args: readonly string[], environment: NodeJS.ProcessEnv): Promise<void> {
  hideKeys({ secrets: secretsOf(args, environment) })
  try {
    await run(args, environment)
  } catch (error) {
    if (!(error instanceof UsageError)) return crash(error)
    printStatus(oneLine(error.message))
    process.exitCode = 1
  }
}

const maxLineLength = 2_000

/** Converts a message to one line of limited length, because it can contain any value that the user passed. */
function oneLine(message: string): string {
  const line = message.slice(0, 2 * maxLineLength).replace(/\s+/g, ' ')
  return line.length > maxLineLength ? `${line.slice(0, maxLineLength)}…` : line
}

/** Prints an unexpected error, redacted, and exits as Node.js would. */
function crash(error: unknown): never {
  printError(error)
  process.exit(1)
}

/** The API keys and the control token in the command line and the environment. */
function secretsOf(args: readonly string[], environment: NodeJS.ProcessEnv): string[] {
  const flag = /^--(?:key|control-token)(?:=(.*))?$/s
  const flagValues = args.flatMap((word, at) => (flag.test(word) ? [flag.exec(word)?.[1] ?? args[at + 1] ?? ''] : []))
  const variableValues = [environment[toVariable('key')]?.split(','), environment[toVariable('controlToken')]].flat()
  return [...flagValues, ...variableValues.map(each => each?.trim() ?? '')].filter(each => each !== '')
}

/** Runs the task. Loads only the modules that it needs. */
async function run(args: readonly string[], environment: NodeJS.ProcessEnv): Promise<void> {
  const version = readVersion()
  const task = readTask(args, environment, version)
  if (task.name === 'print') process.stdout.write(task.text)
  else if (task.name === 'health') await (await import('./health.ts')).assertReady(task)
  else if (task.name === 'env') await (await import('./env.ts')).printVariables(task.server)
  else if (task.name === 'exec') await runExec(task, environment)
  else if (task.name === 'conformance') await (await import('./conformance.ts')).checkConformance(task)
  else await (await import('./serve.ts')).serve(task.settings, version)
}

async function runExec(task: ExecTask, environment: NodeJS.ProcessEnv): Promise<void> {
  const { mode, settings } = task
  const { knownSecrets } = await import('../exec/client-credentials.ts')
  hideKeys({ secrets: knownSecrets(settings) })
  if (mode.name === 'each-failure') {
    const { execEachFailure } = await import('../exec/each-failure.ts')
    return execEachFailure(task, mode, environment)
  }
  if (mode.name === 'each-variant') {
    const { execEachVariant } = await import('../exec/each-variant.ts')
    return execEachVariant(task, environment, mode.args)
  }
  const { exec, execFailingOnHint, execWithCoverage, execWithFailure } = await import('../exec/exec.ts')
  if (mode.name === 'failure') return execWithFailure(task, environment, mode.failure)
  if (mode.name === 'fail-on-hint') return execFailingOnHint(task, environment)
  if (mode.name === 'coverage') return execWithCoverage(task, environment, mode.all)
  return exec(task, environment)
}
