import type { Command, OptionValues } from 'commander'
import { UsageError } from '../base/usage-error.ts'
import type { InjectedFailure } from './failure.ts'
import { readFailure } from './failure.ts'
import { toFlag } from './name.ts'
import { readCount, readReport } from './option.ts'
import type { Settings } from './settings.ts'

/** A program and its arguments. */
export type Argv = readonly [string, ...string[]]

/** To run a command beside a server: as it is, or again and again under something that may go wrong. */
export interface ExecTask {
  readonly name: 'exec'
  readonly settings: Settings
  readonly command: Argv
  readonly mode: Mode
  /** A file for what was seen, JUnit or JSON by its name. */
  readonly report: string | null
}

type Mode =
  | { readonly name: 'once' }
  | { readonly name: 'coverage' }
  | { readonly name: 'failure'; readonly failure: InjectedFailure }
  | { readonly name: 'each-variant'; readonly words: readonly string[] }
  | EachFailure

export interface EachFailure {
  readonly name: 'each-failure'
  readonly atMost: number
  readonly sideBySide: number
  /** The words of the command line that begin such a server again. */
  readonly words: readonly string[]
}

const modes = ['coverage', 'eachVariant', 'eachFailure', 'failure'] as const

export function addExecOptions(command: Command): void {
  command
    .option('--coverage', 'tell which described outcomes it met, and which not')
    .option('--each-variant', 'and again under each other reading of what the vendor leaves open')
    .option('--each-failure', 'and again with each change it makes failing: answer lost, and 503')
    .option('--at-most <number>', 'how many such runs (default: 100)')
    .option('--side-by-side <number>', 'how many such runs at once, each with its own server (default: 1)')
    .option('--failure <which>', 'with one such failure, as --each-failure names it')
    .option('--report <file>', 'what each run came to, as JUnit (.xml) or JSON (.json)')
}

export function readExecTask(
  options: OptionValues,
  settings: Settings,
  command: Argv,
  words: readonly string[],
): ExecTask {
  const mode = readMode(options, words)
  const report = readReport(options)
  const many = mode.name.startsWith('each')
  if (report !== null && !many) throw new UsageError('--report goes with --each-variant or --each-failure')
  // One run would begin with what another left.
  if (many && settings.file !== null) throw new UsageError(`--${mode.name} begins each run anew: leave out --database`)
  if (mode.name === 'each-variant' && settings.variants.size > 0)
    throw new UsageError('--each-variant takes each in turn: leave out --variant')
  if (mode.name === 'each-failure' && mode.sideBySide > 1 && settings.port !== 0)
    throw new UsageError('--side-by-side takes a free port for each: leave out --port')
  return { name: 'exec', settings, command, mode, report }
}

function readMode(options: OptionValues, words: readonly string[]): Mode {
  const [first, second] = modes.filter(mode => options[mode] !== undefined)
  if (second !== undefined) throw new UsageError(`exec takes one of ${modes.map(toFlag).join(', ')}`)
  const atMost = readCount(options, 'atMost')
  const sideBySide = readCount(options, 'sideBySide')
  if (first === 'eachFailure')
    return { name: 'each-failure', atMost: atMost ?? 100, sideBySide: sideBySide ?? 1, words }
  if (atMost !== undefined || sideBySide !== undefined)
    throw new UsageError('--at-most and --side-by-side go with --each-failure')
  if (first === 'failure') return { name: 'failure', failure: readFailure(options['failure']) }
  if (first === 'eachVariant') return { name: 'each-variant', words }
  return { name: first ?? 'once' }
}
