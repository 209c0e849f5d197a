import type { Operation } from './operation.ts'

/** What a request is about, as far as its first line tells. */
export interface RequestTarget {
  readonly operation: Operation | null
  /** As it stands in the path, decoded where it can be. */
  readonly e164: string | null
}

const operations: Readonly<Record<string, Operation>> = {
  'POST assign': 'assignTrunk',
  'DELETE assign': 'unassignTrunk',
  'POST application': 'assignApplication',
  'DELETE application': 'unassignApplication',
  'GET number': 'getNumber',
  'GET numbers': 'listNumbers',
  'POST trunks': 'createTrunk',
  'GET trunks': 'listTrunks',
  'GET trunk': 'getTrunk',
  'PUT trunk': 'updateTrunk',
  'DELETE trunk': 'deleteTrunk',
  'GET voice': 'getApplication',
  'PATCH voice': 'updateApplication',
}

/** A path of the vendor's, as a router reads it. */
const vendors = /^\/*v1(\/|\?|$)/
const numbersPath = /^\/v1\/account\/[^/?]+\/numbers(?:\/([^/?]+)(?:\/(assign|application))?)?(?:\?|$)/
const otherPath = /^\/v1\/(?:account\/[^/?]+\/(trunks)(\/[^/?]+)?|(voice)\/applications\/[^/?]+)(?:\?|$)/

/**
 * Ahead of any router: a fault on arrival, and a journal, also speak of what no route takes. null for a path that is not
 * the vendor's.
 */
export function locate(method: string, url: string): RequestTarget | null {
  const path = unescaped(url)
  if (!vendors.test(path)) return null
  const verb = method === 'HEAD' ? 'GET' : method
  const [whole, number, last] = numbersPath.exec(path) ?? []
  if (whole === undefined) return { operation: operations[`${verb} ${elsewhere(path)}`] ?? null, e164: null }
  const what = last ?? (number === undefined ? 'numbers' : 'number')
  return { operation: operations[`${verb} ${what}`] ?? null, e164: number === undefined ? null : decode(number) }
}

/** Whether a documented operation has such a path. */
export function isDocumented(path: string): boolean {
  return numbersPath.test(path) || otherPath.test(path)
}

function elsewhere(path: string): string | undefined {
  const [, trunks, trunk, voice] = otherPath.exec(path) ?? []
  return trunk === undefined ? (trunks ?? voice) : 'trunk'
}

/** With its letters and digits, which need no escape, as they are. */
function unescaped(url: string): string {
  return url.replace(/%(3\d|4[1-9a-f]|5[\da]|6[1-9a-f]|7[\da])/gi, decodeURIComponent)
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment)
  } catch {
    return segment
  }
}
