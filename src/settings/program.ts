import type { CommanderError } from 'commander'
import { Command, Option } from 'commander'
import { flags, lists } from './flags.ts'
import { prefix } from './name.ts'
import { orHelp } from './suggest-help.ts'

/** The command with its flags, which its subcommands take too. */
export function describe(version: string): Command {
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

export function subcommand(
  program: Command,
  name: string,
  text: string,
  action: (words: readonly string[]) => void,
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

/** What is given to a misspelt `--key=…` is not repeated. */
export function explain({ code, message }: CommanderError, program: Command): string {
  if (code !== 'commander.unknownOption') return message.replace(/^error: /, '')
  const flag = message.replace(/^error: unknown option '([^'=]*=?).*$/s, '$1')
  const options = [program, ...program.commands].flatMap(command => command.options)
  const names = options.map(({ long }) => String(long).slice(2))
  const name = flag.replace(/^-+|=$/g, '')
  if (names.includes(name)) return `option --${name} takes no value`
  return `unknown option ${flag.replace(/=$/, '=…')}${orHelp(name, names, '--')}`
}

export function append(value: string, before: string[] = []): string[] {
  return [...before, value]
}

const help = `
Each option is an environment variable too: --port is ${prefix}PORT.
A flag wins over it. What may be repeated is separated by commas there.`
