import type { OutcomeCount } from '../sandbox/coverage.ts'

/**
 * The lines of a report that lists, for each operation, which documented outcomes occurred, how often, and which did
 * not.
 */
export function coverageTable(outcomes: readonly OutcomeCount[]): string[] {
  const operations = [...new Set(outcomes.map(({ operation }) => operation))]
  const seen = outcomes.filter(each => each.count > 0)
  return [
    ...operations.flatMap(name =>
      lines(
        name,
        outcomes.filter(({ operation }) => operation === name),
      ),
    ),
    `${seen.length} of ${outcomes.length} documented outcomes occurred`,
  ]
}

function lines(operation: string, outcomes: readonly OutcomeCount[]): string[] {
  const seen = outcomes.filter(each => each.count > 0).map(each => `${text(each)} (${each.count})`)
  const missing = outcomes.filter(each => each.count === 0).map(text)
  return [
    `${operation}: ${seen.length} of ${outcomes.length}`,
    ...(seen.length === 0 ? [] : [`  seen     ${seen.join(', ')}`]),
    ...(missing.length === 0 ? [] : [`  missing  ${missing.join(', ')}`]),
  ]
}

function text({ status, reason }: OutcomeCount): string {
  return reason === null ? `${status}` : `${status} ${reason}`
}
