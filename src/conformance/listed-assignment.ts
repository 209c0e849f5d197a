import type { Api } from './api.ts'
import { fits, list, Matcher, success } from './matcher.ts'
import { Differs } from './verdict.ts'

export interface ListedAssignment {
  readonly trunk_id: string | null
  readonly application_id: string | null
}

interface Page {
  readonly data: readonly (ListedAssignment & { readonly e164: string })[]
  readonly pagination?: { readonly total_pages?: number }
}

/** Expects the named number to stand so in the list, which is the one read that is documented. */
export async function listed(api: Api, expected: object): Promise<void> {
  const found = await findListed(api)
  if (fits(expected, found)) return
  const seen = found === undefined ? 'not in the list' : pick(found)
  throw new Differs({ request: `GET ${api.numbers}, its ${api.number}`, expected, seen })
}

const pick = ({ trunk_id, application_id }: ListedAssignment): ListedAssignment => ({ trunk_id, application_id })
const idOrNull = new Matcher('an id or null', seen => seen === null || typeof seen === 'string')
const idsOrNull = { trunk_id: idOrNull, application_id: idOrNull }

/** Of a hundred each. */
const mostPages = 100

/** The named number as the list shows it, whatever page it is on. */
async function findListed(api: Api): Promise<ListedAssignment | undefined> {
  for (let page = 1, pages = 1; page <= Math.min(pages, mostPages); page++) {
    const path = `${api.numbers}?per_page=100&page=${page}`
    const { body } = await api.expect('GET', path, { status: success, body: { data: list } })
    const { data, pagination } = body as Page
    const found = data.find(each => fits({ e164: api.number, ...idsOrNull }, each))
    if (found !== undefined || data.length === 0) return found
    pages = pagination?.total_pages ?? 1
  }
  return undefined
}

/** Where the named number goes, by the list or else by the read of one; undefined where neither tells. */
export async function findRoute(api: Api): Promise<ListedAssignment | undefined> {
  const found = await findListed(api).catch(() => undefined)
  if (found !== undefined) return found
  const alone = await api.send('GET', `${api.numbers}/${api.number}`).catch(() => undefined)
  return fits({ e164: api.number, ...idsOrNull }, alone?.body) ? (alone?.body as ListedAssignment) : undefined
}

/** Puts the named number back to where it was, or says that it cannot. */
export async function putBack(api: Api, route: ListedAssignment): Promise<void> {
  const { trunk_id, application_id } = route
  const isBack = async () => fits(pick(route), await findRoute(api))
  await api.undo.restore(`${api.number} on ${trunk_id ?? application_id ?? 'nothing'}`, async () => {
    if (await isBack()) return true
    if (trunk_id !== null) await api.send('POST', api.toTrunk(), { body: { trunk_id } })
    else if (application_id !== null) await api.send('POST', api.toApplication, { body: { application_id } })
    else for (const path of [api.toTrunk(), api.toApplication]) await api.send('DELETE', path)
    return isBack()
  })
}
