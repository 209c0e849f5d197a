import type { OutcomeCount } from '../sandbox/coverage.ts'

/** The errors that an ordinary client can cause. Others, such as 413 and 431, need a request that few clients send. */
const ordinaryErrors = [400, 401, 403, 404]

/**
 * The lines of a report that lists, for each operation, which documented outcomes occurred, how often, and which did
 * not. Without `all`, only successes and ordinary errors, and others that occurred.
 */
export function coverageTable(outcomes: readonly OutcomeCount[], all: boolean): string[] {
  const listed = outcomes.filter(
    ({ status, count }) => all || status < 300 || ordinaryErrors.includes(status) || count > 0,
  )
  const operations = [...new Set(listed.map(({ operation }) => operation))]
  const occurred = listed.filter(each => each.count > 0)
  const omitted = outcomes.length - listed.length
  return [
    ...operations.flatMap(name =>
      lines(
        name,
        listed.filter(({ operation }) => operation === name),
      ),
    ),
    `${occurred.length} of ${listed.length} documented outcomes occurred${omitted === 0 ? '' : ` (--all lists ${omitted} more)`}`,
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
