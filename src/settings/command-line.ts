import { CommanderError } from 'commander'
import { UsageError } from '../base/usage-error.ts'
import type { ConformanceTask } from './conformance-task.ts'
import { addConformanceOptions, readConformanceTask } from './conformance-task.ts'
import { readEnvironment } from './environment.ts'
import type { ExecTask } from './exec-task.ts'
import { addExecOptions, readExecTask } from './exec-task.ts'
import type { HealthTask } from './health-task.ts'
import { readHealthTask } from './health-task.ts'
import { describe, explain, subcommand } from './program.ts'
import type { Settings } from './settings.ts'
import { readSettings } from './settings.ts'
import { orHelp } from './suggest-help.ts'

/** What the command line asks for. */
type Task =
  | { name: 'serve'; settings: Settings }
  | HealthTask
  | ExecTask
  | ConformanceTask
  | { name: 'print'; text: string }

/** Reads a command line and its environment, flag over environment. Refuses with a `Mistake`. */
export function readTask(args: readonly string[], environment: NodeJS.ProcessEnv, version: string): Task {
  const [own, [first, ...others]] = split(args)
  let task: Task | undefined
  let printed = ''
  const variables = () => readEnvironment(program, environment)
  const settings = (others: Record<string, string> = {}) => readSettings(program.opts(), { ...others, ...variables() })
  const program = describe(version)
    .configureOutput({ writeOut: text => (printed += text), writeErr: () => {} })
    .action(() => {
      const [word] = program.args
      const commands = program.commands.map(command => command.name())
      if (word !== undefined) throw new UsageError(`unknown command ${word}${orHelp(word, commands)}`)
      task = { name: 'serve', settings: settings() }
    })
  subcommand(program, 'health', 'exit 0 if the server is ready, else 1', () => {
    task = readHealthTask(program.opts(), settings())
  })
  const exec = subcommand(program, 'exec', 'run what stands behind -- beside a server of its own', words => {
    if (first === undefined || words.length > 0)
      throw new UsageError('exec runs what stands behind --: tryvox-sandbox exec -- npm test')
    task = readExecTask(exec.opts(), settings({ port: '0', database: 'memory' }), [first, ...others], own)
  })
  addExecOptions(exec)
  const conformance = subcommand(program, 'conformance', 'check a server that claims to be this API', () => {
    task = readConformanceTask(conformance.opts(), program.opts(), variables())
  })
  addConformanceOptions(conformance)
  try {
    program.parse(own, { from: 'user' })
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error
    if (error.exitCode !== 0) throw new UsageError(explain(error, program))
  }
  if (first !== undefined && task?.name !== 'exec') throw new UsageError('only exec runs what stands behind --')
  return task ?? { name: 'print', text: printed }
}

/** Ours, and the command behind `--`, whose options are its own. */
function split(args: readonly string[]): [string[], string[]] {
  const at = args.indexOf('--')
  return at === -1 ? [[...args], []] : [args.slice(0, at), args.slice(at + 1)]
}
