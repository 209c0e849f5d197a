import type { Command } from 'commander'
import { UsageError } from '../base/usage-error.ts'
import { prefix, toVariable } from './name.ts'
import { suggestionOrHelp } from './suggest-help.ts'

/**
 * Reads the environment variables of this program into a record by option name. Ignores the variables that Kubernetes
 * adds for a Service. Throws a `UsageError` for an unknown variable.
 */
export function readEnvironment(program: Command, environment: NodeJS.ProcessEnv): Record<string, string> {
  const names = new Map(
    program.options
      .filter(option => option.long !== '--version')
      .map(option => [toVariable(option.attributeName()).slice(prefix.length), option.attributeName()]),
  )
  const values: Record<string, string> = {}
  for (const [variable, value] of Object.entries(environment)) {
    if (!variable.startsWith(prefix) || !value || isServiceLink(variable, value)) continue
    const name = variable.slice(prefix.length)
    const option = names.get(name)
    if (option === undefined)
      throw new UsageError(`${variable} is not a setting${suggestionOrHelp(name, names.keys(), prefix)}`)
    values[option] = value
  }
  return values
}

/** Whether Kubernetes added the variable for a Service such as `tryvox-sandbox` or `tryvox-sandbox-ci`. */
function isServiceLink(variable: string, value: string): boolean {
  return /_(SERVICE_(HOST|PORT)|PORT_\d+_)/.test(variable) || /^(tcp|udp|sctp):\/\//.test(value)
}
