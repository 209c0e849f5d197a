import type { CommanderError } from 'commander'
import { Command, Option } from 'commander'
import { flagGroups } from './flags.ts'
import { prefix } from './name.ts'
import { suggestionOrHelp } from './suggest-help.ts'

/** Creates the program with the flags of the server. The subcommands accept these flags too. */
export function createProgram(version: string): Command {
  const program = new Command('tryvox-sandbox')
    .description('A stateful reference server for TryVox\'s "Configure a Number" API.')
    .version(version)
    .exitOverride()
    .allowExcessArguments()
    .addHelpText('after', help)
  for (const [group, flags] of Object.entries(flagGroups)) {
    for (const { flag, description, isRepeatable } of flags) {
      const option = new Option(flag, description).helpGroup(`${group}:`)
      program.addOption(isRepeatable ? option.argParser(append) : option)
    }
  }
  return program
}

/** Adds a subcommand to the program. `action` receives its positional arguments. */
export function subcommand(
  program: Command,
  name: string,
  text: string,
  action: (operands: readonly string[]) => void,
): Command {
  const command: Command = program
    .command(name)
    .allowExcessArguments(name === 'exec')
    .usage(name === 'exec' ? '[options] -- <command...>' : '[options]')
    .description(text)
    .exitOverride()
    .action(() => action(command.args))
  return command
}

/** The message of a usage error. It omits the value of an unknown flag, which could be an API key. */
export function toUsageMessage({ code, message }: CommanderError, program: Command): string {
  if (code !== 'commander.unknownOption') return message.replace(/^error: /, '')
  const flag = message.replace(/^error: unknown option '([^'=]*=?).*$/s, '$1')
  const options = [program, ...program.commands].flatMap(command => command.options)
  const names = options.map(({ long }) => String(long).slice(2))
  const name = flag.replace(/^-+|=$/g, '')
  if (names.includes(name)) return `option --${name} does not take a value`
  return `unknown option ${flag.replace(/=$/, '=…')}${suggestionOrHelp(name, names, '--')}`
}

/** Collects the values of an option that can be repeated. */
export function append(value: string, previous: string[] = []): string[] {
  return [...previous, value]
}

const help = `
Each option is an environment variable too, e.g. ${prefix}PORT for --port.
Flags take precedence. In variables, commas separate repeated values.`
