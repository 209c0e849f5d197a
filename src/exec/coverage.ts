import type { OutcomeCount } from '../sandbox/coverage.ts'

/** For each operation what was met of it, how often, and what was not. */
export function coverageTable(outcomes: readonly OutcomeCount[]): string[] {
  const operations = [...new Set(outcomes.map(({ operation }) => operation))]
  const met = outcomes.filter(each => each.met > 0)
  return [
    ...operations.flatMap(name =>
      lines(
        name,
        outcomes.filter(({ operation }) => operation === name),
      ),
    ),
    `${met.length} of ${outcomes.length} described outcomes were met`,
  ]
}

function lines(operation: string, outcomes: readonly OutcomeCount[]): string[] {
  const met = outcomes.filter(each => each.met > 0).map(each => `${text(each)} (${each.met})`)
  const others = outcomes.filter(each => each.met === 0).map(text)
  return [
    `${operation}: ${met.length} of ${outcomes.length}`,
    ...(met.length === 0 ? [] : [`  met      ${met.join(', ')}`]),
    ...(others.length === 0 ? [] : [`  not met  ${others.join(', ')}`]),
  ]
}

function text({ status, reason }: OutcomeCount): string {
  return reason === null ? `${status}` : `${status} ${reason}`
}
