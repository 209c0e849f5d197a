import { wait } from '../base/timers.ts'
import type { Result } from '../conformance/run.ts'
import { runChecks } from '../conformance/run.ts'
import type { Difference } from '../conformance/verdict.ts'
import { shownLine } from '../report/print.ts'
import type { Case } from '../report/report.ts'
import { openReport } from '../report/report.ts'
import type { ConformanceTask } from '../settings/conformance-task.ts'

/** Checks a server row by row, on standard output, and ends with 1 where it differs from what is documented. */
export async function checkConformance({ target, parts, strict, report }: ConformanceTask): Promise<void> {
  const write = openReport(report, 'conformance')
  const results: Result[] = []
  const stop = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stop.abort())
  // Whoever has read enough is no reason to leave a number where it is not at home.
  process.stdout.on('error', () => {})
  const print = (line: string) => process.stdout.write(`${shownLine(line)}\n`)
  const onResult = (result: Result) => {
    results.push(result)
    for (const line of linesOf(result)) print(line)
  }
  // Time stamps have whole seconds.
  const nextSecond = () => wait(1_100)
  const left = await runChecks({ target, parts, nextSecond, stop: stop.signal, onResult })
  for (const line of [...left, summary(results)]) print(line)
  const { key: _, ...shown } = target
  const counts = ({ outcome, basis }: Result) => outcome === 'differs' && (strict || basis === 'documented')
  const cases = results.map(result => toCase(result, counts(result)))
  write(cases, { target: shown, results, left })
  if (left.length > 0 || stop.signal.aborted || results.some(counts)) process.exitCode = 1
}

function linesOf({ id, does, basis, outcome, why, difference }: Result): string[] {
  const line = `${outcome.padEnd(12)}${basis.padEnd(11)} ${id}`
  if (why !== null) return [`${line}: ${why}`]
  return difference === null ? [line] : [line, `  ${does}`, ...lines(difference)]
}

function lines({ request, expected, seen }: Difference): string[] {
  const shown = { request, expected: JSON.stringify(expected), seen: JSON.stringify(seen) }
  return Object.entries(shown).map(([name, text]) => `  ${name.padEnd(9)} ${text}`)
}

function summary(results: readonly Result[]): string {
  const count = (outcome: Result['outcome'], words: string) => {
    const those = results.filter(result => result.outcome === outcome)
    return `${those.length} ${words} (${those.filter(({ basis }) => basis === 'documented').length} documented)`
  }
  return [count('agrees', 'agree'), count('differs', 'differ'), count('not checked', 'not checked')].join(', ')
}

/** A difference that does not count is told, but fails nothing. */
function toCase({ id, does, basis, outcome, why, difference }: Result, counts: boolean): Case {
  const came = counts ? 'fails' : outcome === 'agrees' ? 'passes' : 'skipped'
  const text = difference === null ? (why ?? does) : lines(difference).join('\n')
  return { group: 'conformance', name: `${id} (${basis})`, outcome: came, text }
}
