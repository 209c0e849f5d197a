import type { Command, OptionValues } from 'commander'
import { UsageError } from '../base/usage-error.ts'
import type { InjectedFailure } from './failure.ts'
import { readFailure } from './failure.ts'
import { toFlag } from './name.ts'
import { readCount, readReport } from './option.ts'
import type { Settings } from './settings.ts'

/** A program and its arguments. */
export type Argv = readonly [string, ...string[]]

/** Runs a command with a temporary server: once, or repeatedly with variants or injected failures. */
export interface ExecTask {
  readonly name: 'exec'
  readonly settings: Settings
  readonly command: Argv
  readonly mode: Mode
  /** The report file: JUnit or JSON, by its extension. */
  readonly report: string | null
}

type Mode =
  | { readonly name: 'once' }
  /** With `all`, also the outcomes that an ordinary client does not cause, such as 431. */
  | { readonly name: 'coverage'; readonly all: boolean }
  | { readonly name: 'fail-on-hint' }
  | { readonly name: 'failure'; readonly failure: InjectedFailure }
  | { readonly name: 'each-variant'; readonly args: readonly string[] }
  | EachFailure

/** Runs the command again for each of its changes, with that change failing. */
export interface EachFailure {
  readonly name: 'each-failure'
  /** The maximum number of runs with a failure. */
  readonly atMost: number
  /** The number of parallel runs. */
  readonly sideBySide: number
  /** The arguments of this program, to print a command that repeats a run. */
  readonly args: readonly string[]
}

const modes = ['coverage', 'failOnHint', 'eachVariant', 'eachFailure', 'failure'] as const

export function addExecOptions(command: Command): void {
  command
    .option('--coverage', 'print which documented outcomes occurred')
    .option('--all', 'with --coverage: also errors that a client rarely causes')
    .option('--fail-on-hint', 'fail if a request got a hint, such as a misspelt field')
    .option('--each-variant', 'run the command again with each variant')
    .option('--each-failure', 'run the command again with each change failing (no response, 503)')
    .option('--at-most <number>', 'maximum number of these runs (default: 100)')
    .option('--side-by-side <number>', 'number of parallel runs, each with its own server (default: 1)')
    .option('--failure <failure>', 'run the command with one failure of --each-failure')
    .option('--report <file>', 'write a report as JUnit (.xml) or JSON (.json)')
    .addHelpText(
      'after',
      `
The command gets TRYVOX_BASE_URL, TRYVOX_API_KEY and TRYVOX_ACCOUNT_ID. The
options of the server can be used too (tryvox-sandbox --help).

Examples:
  tryvox-sandbox exec -- npm test
  tryvox-sandbox exec --each-failure --report report.xml -- pytest`,
    )
}

export function readExecTask(
  options: OptionValues,
  settings: Settings,
  command: Argv,
  args: readonly string[],
): ExecTask {
  const mode = readMode(options, args)
  const report = readReport(options)
  const isRepeated = mode.name.startsWith('each')
  if (report !== null && !isRepeated) throw new UsageError('--report requires --each-variant or --each-failure')
  // A run would start with the state of the previous one.
  if (isRepeated && settings.file !== null)
    throw new UsageError(`--${mode.name} starts each run with a new state; remove --database`)
  if (mode.name === 'each-variant' && Object.keys(settings.variants).length > 0)
    throw new UsageError('--each-variant uses each variant in turn; remove --variant')
  if (mode.name === 'each-failure' && mode.sideBySide > 1 && settings.port !== 0)
    throw new UsageError('--side-by-side uses a free port for each server; remove --port')
  return { name: 'exec', settings, command, mode, report }
}

function readMode(options: OptionValues, args: readonly string[]): Mode {
  const [first, second] = modes.filter(mode => options[mode] !== undefined)
  if (second !== undefined) throw new UsageError(`exec accepts only one of ${modes.map(toFlag).join(', ')}`)
  const atMost = readCount(options, 'atMost')
  const sideBySide = readCount(options, 'sideBySide')
  if (first === 'eachFailure') return { name: 'each-failure', atMost: atMost ?? 100, sideBySide: sideBySide ?? 1, args }
  if (options['all'] !== undefined && first !== 'coverage') throw new UsageError('--all requires --coverage')
  if (atMost !== undefined || sideBySide !== undefined)
    throw new UsageError('--at-most and --side-by-side require --each-failure')
  if (first === 'failure') return { name: 'failure', failure: readFailure(options['failure']) }
  if (first === 'eachVariant') return { name: 'each-variant', args }
  if (first === 'coverage') return { name: 'coverage', all: options['all'] === true }
  if (first === 'failOnHint') return { name: 'fail-on-hint' }
  return { name: 'once' }
}
