import type { Reading, ReadingId } from '../ledger/reading.ts'
import { readings } from '../ledger/reading.ts'
import type { Settings } from '../settings/settings.ts'
import type { Command } from './exec.ts'
import { exec, runBeside } from './exec.ts'

/**
 * Runs a command once as it is, and then once under each other reading of a silence of the vendor's. Tells on standard
 * error which of them it fails under, and then ends with 1; where it fails already as it is, it ends as that does.
 */
export async function execEachReading(
  settings: Settings,
  command: Command,
  environment: NodeJS.ProcessEnv,
): Promise<void> {
  const others = Object.entries(readings) as [ReadingId, Reading][]
  const say = (line: string) => process.stderr.write(`tryvox-sandbox: ${line}\n`)
  say(`as decided (1 of ${others.length + 1})`)
  await exec(settings, command, environment)
  if (process.exitCode !== 0) return void say('fails already as decided: there is nothing to compare')
  const failed: string[] = []
  for (const [at, [id, { other, does }]] of others.entries()) {
    const name = `${id}=${other}`
    say(`${name}: ${does} (${at + 2} of ${others.length + 1})`)
    const [code, signal] = await runBeside({ ...settings, readings: new Set([id]) }, command, environment)
    if (code !== 0) failed.push(`${name} (${signal ?? `exit code ${code}`})`)
  }
  if (failed.length === 0) return void say('passes under every reading')
  say(`fails under ${failed.join(', ')}: it relies on what the vendor does not document`)
  process.exitCode = 1
}
