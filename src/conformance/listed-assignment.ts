import type { Api } from './api.ts'
import { list, Matcher, matches, success } from './matcher.ts'
import { Differs } from './verdict.ts'

/** The assignment of a number as the list shows it. */
export interface ListedAssignment {
  readonly trunk_id: string | null
  readonly application_id: string | null
}

interface Page {
  readonly data: readonly (ListedAssignment & { readonly e164: string })[]
  readonly pagination?: { readonly total_pages?: number }
}

/**
 * Expects the list to show the number under test with this assignment. The list is used because it is the only
 * documented operation that reads a number.
 */
export async function expectListed(api: Api, expected: object): Promise<void> {
  const found = await findListed(api)
  if (matches(expected, found)) return
  const actual = found === undefined ? 'not in the list' : toAssignment(found)
  throw new Differs({ request: `GET ${api.numbersPath}, entry ${api.number}`, expected, actual })
}

const toAssignment = ({ trunk_id, application_id }: ListedAssignment): ListedAssignment => ({
  trunk_id,
  application_id,
})
const idOrNull = new Matcher('an id or null', value => value === null || typeof value === 'string')
const idsOrNull = { trunk_id: idOrNull, application_id: idOrNull }

/** Each page has 100 numbers. */
const maxPages = 100

/** Finds the number under test in the list, on any page. */
async function findListed(api: Api): Promise<ListedAssignment | undefined> {
  for (let page = 1, pages = 1; page <= Math.min(pages, maxPages); page++) {
    const path = `${api.numbersPath}?per_page=100&page=${page}`
    const { body } = await api.expect('GET', path, { status: success, body: { data: list } })
    const { data, pagination } = body as Page
    const found = data.find(number => matches({ e164: api.number, ...idsOrNull }, number))
    if (found !== undefined || data.length === 0) return found
    pages = pagination?.total_pages ?? 1
  }
  return undefined
}

/**
 * The assignment of the number under test, from the list or else from the single number; undefined if neither shows it.
 */
export async function findAssignment(api: Api): Promise<ListedAssignment | undefined> {
  const found = await findListed(api).catch(() => undefined)
  if (found !== undefined) return found
  const single = await api.send('GET', `${api.numbersPath}/${api.number}`).catch(() => undefined)
  return matches({ e164: api.number, ...idsOrNull }, single?.body) ? (single?.body as ListedAssignment) : undefined
}

/** Restores the assignment of the number under test. If this fails, records it in `api.undo.failures`. */
export async function restoreAssignment(api: Api, assignment: ListedAssignment): Promise<void> {
  const { trunk_id, application_id } = assignment
  const isRestored = async () => matches(toAssignment(assignment), await findAssignment(api))
  await api.undo.runStep(
    `restore the assignment of ${api.number} to ${trunk_id ?? application_id ?? 'nothing'}`,
    async () => {
      if (await isRestored()) return true
      if (trunk_id !== null) await api.send('POST', api.trunkAssignmentPath(), { body: { trunk_id } })
      else if (application_id !== null)
        await api.send('POST', api.applicationAssignmentPath, { body: { application_id } })
      else for (const path of [api.trunkAssignmentPath(), api.applicationAssignmentPath]) await api.send('DELETE', path)
      return isRestored()
    },
  )
}
