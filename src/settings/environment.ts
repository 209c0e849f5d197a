import type { Command } from 'commander'
import { UsageError } from '../base/usage-error.ts'
import { prefix, toVariable } from './name.ts'
import { orHelp } from './suggest-help.ts'

/** Our variables, by option. Passes over the variables that Kubernetes gives beside a Service of our name. */
export function readEnvironment(program: Command, environment: NodeJS.ProcessEnv): Record<string, string> {
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
    if (option === undefined) throw new UsageError(`${variable} is no setting${orHelp(name, names.keys(), prefix)}`)
    read[option] = value
  }
  return read
}

/** Of a Service `tryvox-sandbox`, and of one whose name goes on: `tryvox-sandbox-ci`. */
function isServiceLink(variable: string, value: string): boolean {
  return /_(SERVICE_(HOST|PORT)|PORT_\d+_)/.test(variable) || /^(tcp|udp|sctp):\/\//.test(value)
}
