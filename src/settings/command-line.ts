import { CommanderError } from 'commander'
import { UsageError } from '../base/usage-error.ts'
import type { ConformanceTask } from './conformance-task.ts'
import { addConformanceOptions, readConformanceTask } from './conformance-task.ts'
import { readEnvironment } from './environment.ts'
import type { ExecTask } from './exec-task.ts'
import { addExecOptions, readExecTask } from './exec-task.ts'
import type { HealthTask } from './health-task.ts'
import { readHealthTask } from './health-task.ts'
import { createProgram, subcommand, toUsageMessage } from './program.ts'
import type { Settings } from './settings.ts'
import { readSettings } from './settings.ts'
import { suggestionOrHelp } from './suggest-help.ts'

/** The task of a command line. */
type Task =
  | { name: 'serve'; settings: Settings }
  | HealthTask
  | { name: 'env'; server: HealthTask }
  | ExecTask
  | ConformanceTask
  | { name: 'print'; text: string }

/** Reads a command line and the environment; flags take precedence. Throws a `UsageError`. */
export function readTask(args: readonly string[], environment: NodeJS.ProcessEnv, version: string): Task {
  const [ownArgs, [first, ...rest]] = split(args)
  let task: Task | undefined
  let output = ''
  const variables = () => readEnvironment(program, environment)
  const settings = (defaults: Record<string, string> = {}) =>
    readSettings(program.opts(), { ...defaults, ...variables() })
  const program = createProgram(version)
    .configureOutput({ writeOut: text => (output += text), writeErr: () => {} })
    .action(() => {
      const [word] = program.args
      const commands = program.commands.map(command => command.name())
      if (word !== undefined) throw new UsageError(`unknown command ${word}${suggestionOrHelp(word, commands)}`)
      task = { name: 'serve', settings: settings() }
    })
  subcommand(program, 'health', 'exit with 0 if the server is ready, otherwise with 1', () => {
    task = readHealthTask(program.opts(), settings())
  })
  subcommand(program, 'env', 'print the variables of exec for the running server', () => {
    task = { name: 'env', server: readHealthTask(program.opts(), settings()) }
  })
  const exec = subcommand(program, 'exec', 'run the command after -- with a temporary server', operands => {
    if (first === undefined || operands.length > 0)
      throw new UsageError('exec needs a command after --: tryvox-sandbox exec -- npm test')
    task = readExecTask(exec.opts(), settings({ port: '0', database: 'memory' }), [first, ...rest], ownArgs)
  })
  addExecOptions(exec)
  const conformance = subcommand(program, 'conformance', 'check whether a server behaves as documented', () => {
    task = readConformanceTask(conformance.opts(), program.opts(), variables())
  })
  addConformanceOptions(conformance)
  try {
    program.parse(ownArgs, { from: 'user' })
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error
    if (error.exitCode !== 0) throw new UsageError(toUsageMessage(error, program))
  }
  if (first !== undefined && task?.name !== 'exec') throw new UsageError('only exec accepts a command after --')
  return task ?? { name: 'print', text: output }
}

/** Splits the arguments into those of this program and the command after `--`. */
function split(args: readonly string[]): [string[], string[]] {
  const at = args.indexOf('--')
  return at === -1 ? [[...args], []] : [args.slice(0, at), args.slice(at + 1)]
}
