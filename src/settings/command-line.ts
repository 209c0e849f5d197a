import { Command, CommanderError, Option } from 'commander'
import { Mistake } from '../base/mistake.ts'
import { nearest } from '../base/nearest.ts'
import { prefix, toVariable } from './name.ts'
import type { Settings } from './settings.ts'
import { readSettings } from './settings.ts'

/** What the command line asks for. */
export type Task =
  | { name: 'serve'; settings: Settings }
  | { name: 'health'; settings: Settings }
  | { name: 'exec'; settings: Settings; command: readonly [string, ...string[]]; eachReading: boolean }
  | { name: 'print'; text: string }

/** Each is a flag and an environment variable: `--port` and `TRYVOX_SANDBOX_PORT`. */
export const flags = [
  ['--host <address>', 'address to listen on (default: localhost)'],
  ['--port <number>', 'port to listen on, 0 for a free one (default: 4060)'],
  ['--tls-cert <file>', 'serve HTTPS with this certificate (PEM)'],
  ['--tls-key <file>', 'the key of that certificate (PEM)'],
  ['--database <file>', 'state, or memory (default: .tryvox-sandbox/sandbox.db)'],
  ['--fresh', 'start over: throw away the state in the database'],
  ['--seed <seed>', 'new state: demo, none or a JSON file (default: demo)'],
  ['--clock <time>', 'where clocks stand, e.g. 2026-04-09T11:15:00Z'],
  ['--worlds <number>', 'how many worlds there may be (default: 10000)'],
  ['--journal <number>', 'requests kept of a world (default: 1000)'],
  ['--journal-total <number>', 'requests kept of all worlds (default: 100000)'],
  ['--controls-off', 'serve the API alone, without /_sandbox'],
  ['--control-token <token>', 'what /_sandbox asks for as Authorization: Bearer'],
  ['--deliver-anywhere', 'webhooks may leave the private network'],
  ['--account <id>', 'account of the next four (default: acc_123abc)'],
] as const

/** These may be repeated. */
export const lists = [
  ['--key <key>', 'add an API key where it is absent (may be repeated)'],
  ['--number <e164>', 'add a phone number, likewise'],
  ['--trunk <id>', 'add a trunk, likewise'],
  ['--application <id>', 'add a voice application, likewise'],
  ['--reading <id=value>', 'read a silence of the vendor otherwise, likewise'],
  ['--allow-host <name>', 'a public name that /_sandbox takes, likewise'],
  ['--allow-origin <origin>', 'a site whose pages may use /_sandbox, likewise'],
] as const

/** Reads a command line and its environment, flag over environment. Refuses with a `Mistake`. */
export function readTask(args: readonly string[], environment: NodeJS.ProcessEnv, version: string): Task {
  const [own, [first, ...others]] = split(args)
  let task: Task | undefined
  let printed = ''
  const settings = (others: Record<string, string> = {}) =>
    readSettings(program.opts(), { ...others, ...readEnvironment(program, environment) })
  const program = describe(version)
    .configureOutput({ writeOut: text => (printed += text), writeErr: () => {} })
    .action(() => {
      const [word] = program.args
      if (word !== undefined) throw new Mistake(`unknown command ${word}${hint(word, ['health', 'exec'])}`)
      task = { name: 'serve', settings: settings() }
    })
  subcommand(program, 'health', 'exit 0 if the server is ready, else 1', () => {
    task = { name: 'health', settings: settings() }
  })
  const run = subcommand(program, 'exec', 'run what stands behind -- beside a server of its own', words => {
    if (first === undefined || words.length > 0)
      throw new Mistake('exec runs what stands behind --: tryvox-sandbox exec -- npm test')
    const { eachReading = false } = run.opts<{ eachReading?: boolean }>()
    const own = settings({ port: '0', database: 'memory' })
    if (eachReading && own.readings.size > 0)
      throw new Mistake('--each-reading takes each in turn: leave out --reading')
    task = { name: 'exec', settings: own, command: [first, ...others], eachReading }
  }).option('--each-reading', 'and again under each other reading of what the vendor leaves open')
  try {
    program.parse(own, { from: 'user' })
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error
    if (error.exitCode !== 0) throw new Mistake(explain(error, program))
  }
  if (first !== undefined && task?.name !== 'exec') throw new Mistake('only exec runs what stands behind --')
  return task ?? { name: 'print', text: printed }
}

/** Ours, and the command behind `--`, whose options are its own. */
function split(args: readonly string[]): [string[], string[]] {
  const at = args.indexOf('--')
  return at === -1 ? [[...args], []] : [args.slice(0, at), args.slice(at + 1)]
}

function describe(version: string): Command {
  const program = new Command('tryvox-sandbox')
    .description('A stateful reference server for TryVox\'s "Configure a Number" API.')
    .version(version)
    .exitOverride()
    .allowExcessArguments()
    .addHelpText('after', help)
  for (const [flag, description] of flags) program.addOption(new Option(flag, description))
  for (const [flag, description] of lists) program.addOption(new Option(flag, description).argParser(append))
  return program
}

function subcommand(program: Command, name: string, text: string, action: (words: readonly string[]) => void): Command {
  const command: Command = program
    .command(name)
    .allowExcessArguments(name === 'exec')
    .usage(name === 'exec' ? '[options] -- <command...>' : '[options]')
    .description(text)
    .exitOverride()
    .action(() => action(command.args))
  return command
}

/** What is given to a misspelt `--key=…` is not repeated. */
function explain({ code, message }: CommanderError, program: Command): string {
  if (code !== 'commander.unknownOption') return message.replace(/^error: /, '')
  const flag = message.replace(/^error: unknown option '([^'=]*=?).*$/s, '$1')
  const flags = program.options.map(option => option.attributeName())
  return `unknown option ${flag.replace(/=$/, '=…')}${hint(flag.replace(/^-+|=$/g, ''), flags, '--')}`
}

function append(value: string, before: string[] = []): string[] {
  return [...before, value]
}

const help = `
Each option is an environment variable too: --port is ${prefix}PORT.
A flag wins over it. What may be repeated is separated by commas there.`

/** Our variables, by option. Passes over the variables that Kubernetes gives beside a Service of our name. */
function readEnvironment(program: Command, environment: NodeJS.ProcessEnv): Record<string, string> {
  const names = new Map(
    program.options
      .filter(option => option.long !== '--version')
      .map(option => [toVariable(option.attributeName()).slice(prefix.length), option.attributeName()]),
  )
  const read: Record<string, string> = {}
  for (const [variable, value] of Object.entries(environment)) {
    if (!variable.startsWith(prefix) || !value || isServiceLink(variable, value)) continue
    const name = variable.slice(prefix.length)
    const option = names.get(name)
    if (option === undefined) throw new Mistake(`${variable} is no setting${hint(name, names.keys(), prefix)}`)
    read[option] = value
  }
  return read
}

/** Of a Service `tryvox-sandbox`, and of one whose name goes on: `tryvox-sandbox-ci`. */
function isServiceLink(variable: string, value: string): boolean {
  return /_(SERVICE_(HOST|PORT)|PORT_\d+_)/.test(variable) || /^(tcp|udp|sctp):\/\//.test(value)
}

function hint(word: string, candidates: Iterable<string>, before = ''): string {
  const meant = nearest(word, candidates)
  return meant === undefined ? '; see --help' : `; did you mean ${before}${meant}?`
}
