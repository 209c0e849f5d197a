import { Faults } from '../sandbox/fault.ts'
import type { Entry } from '../sandbox/journal.ts'
import type { Failure } from '../settings/failure.ts'
import { failureText, toFault } from '../settings/failure.ts'
import type { Settings } from '../settings/settings.ts'
import { beside, say } from './beside.ts'
import type { Command } from './run.ts'
import { endAs, run } from './run.ts'

/** Runs a command beside a server of its own, and ends as the command ends. */
export async function exec(settings: Settings, command: Command, environment: NodeJS.ProcessEnv): Promise<void> {
  endAs(await beside({ settings, environment }, server => run(command, server.environment)))
}

/** Likewise, and tells which documented outcomes it met. */
export async function execCovered(settings: Settings, command: Command, environment: NodeJS.ProcessEnv): Promise<void> {
  const { countOutcomes } = await import('../sandbox/coverage.ts')
  const entries: Entry[] = []
  const end = await beside({ settings, environment }, async ({ sandbox, environment }) => {
    sandbox.journals.watch(entry => entries.push(entry))
    return run(command, environment)
  })
  const counted = countOutcomes(entries)
  for (const { operation, status, reason, met } of counted)
    say(`${String(met).padStart(6)}  ${operation} ${status} ${reason ?? ''}`.trimEnd())
  say(`${counted.filter(({ met }) => met > 0).length} of ${counted.length} documented outcomes were met`)
  endAs(end)
}

/** Likewise, with one of its calls failing. */
export async function execFailing(
  settings: Settings,
  command: Command,
  environment: NodeJS.ProcessEnv,
  failure: Failure,
): Promise<void> {
  const trial = new Faults('failure')
  trial.add(toFault(failure))
  const end = await beside({ settings, environment, trial }, server => run(command, server.environment))
  if (trial.list()[0]?.done === 0) say(`${failureText(failure)} was not met`)
  endAs(end)
}
