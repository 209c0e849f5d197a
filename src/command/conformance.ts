import { wait } from '../base/timers.ts'
import type { Result } from '../conformance/run.ts'
import { runChecks } from '../conformance/run.ts'
import type { Difference } from '../conformance/verdict.ts'
import { toSafeLine } from '../report/print.ts'
import type { Case } from '../report/report.ts'
import { openReport } from '../report/report.ts'
import type { ConformanceTask } from '../settings/conformance-task.ts'

/** Checks a server, prints the results on standard output, and exits with 1 if it differs from the documentation. */
export async function checkConformance({ target, parts, strict, report }: ConformanceTask): Promise<void> {
  const write = openReport(report, 'conformance')
  const results: Result[] = []
  const stop = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stop.abort())
  // A closed standard output must not stop the run, because the number has to be restored.
  process.stdout.on('error', () => {})
  const print = (line: string) => process.stdout.write(`${toSafeLine(line)}\n`)
  const onResult = (result: Result) => {
    results.push(result)
    for (const line of linesOf(result)) print(line)
  }
  // Timestamps have whole seconds.
  const nextSecond = () => wait(1_100)
  const leftovers = await runChecks({ target, parts, nextSecond, stop: stop.signal, onResult })
  for (const line of [...leftovers, summary(results)]) print(line)
  const { key: _, ...targetWithoutKey } = target
  const isFailure = ({ outcome, basis }: Result) => outcome === 'differs' && (strict || basis === 'documented')
  const cases = results.map(result => toCase(result, isFailure(result)))
  write(cases, { target: targetWithoutKey, results, leftovers })
  if (leftovers.length > 0 || stop.signal.aborted || results.some(isFailure)) process.exitCode = 1
}

function linesOf({ id, does, basis, outcome, why, difference }: Result): string[] {
  const line = `${outcome.padEnd(12)}${basis.padEnd(11)} ${id}`
  if (why !== null) return [`${line}: ${why}`]
  return difference === null ? [line] : [line, `  ${does}`, ...lines(difference)]
}

function lines({ request, expected, actual }: Difference): string[] {
  const fields = { request, expected: JSON.stringify(expected), actual: JSON.stringify(actual) }
  return Object.entries(fields).map(([name, text]) => `  ${name.padEnd(9)} ${text}`)
}

function summary(results: readonly Result[]): string {
  const count = (outcome: Result['outcome'], words: string) => {
    const matching = results.filter(result => result.outcome === outcome)
    return `${matching.length} ${words} (${matching.filter(({ basis }) => basis === 'documented').length} documented)`
  }
  return [count('agrees', 'agree'), count('differs', 'differ'), count('not checked', 'not checked')].join(', ')
}

/** Converts a result to a case of the report. A difference that is not a failure becomes a skipped case. */
function toCase({ id, does, basis, outcome, why, difference }: Result, isFailure: boolean): Case {
  const caseOutcome = isFailure ? 'fails' : outcome === 'agrees' ? 'passes' : 'skipped'
  const text = difference === null ? (why ?? does) : lines(difference).join('\n')
  return { group: 'conformance', name: `${id} (${basis})`, outcome: caseOutcome, text }
}
