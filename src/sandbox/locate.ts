import type { Operation } from './fault.ts'

/** What a request is about, as far as its first line tells. */
export interface Place {
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
  'HEAD number': 'getNumber',
  'GET list': 'listNumbers',
  'HEAD list': 'listNumbers',
}

/** Whether a path is the vendor's, as a router reads it. */
export function isVendors(url: string): boolean {
  return /^\/*v1(\/|\?|$)/.test(decode(url))
}

/** Ahead of any router: a fault on arrival, and a journal, also speak of what no route takes. */
export function locate(method: string, url: string): Place {
  const [path = ''] = url.split('?', 1)
  const [start, version, account, id, numbers, number, last, ...more] = path.split('/').map(decode)
  const isOurs = start === '' && version === 'v1' && account === 'account' && id !== '' && numbers === 'numbers'
  if (!isOurs || more.length > 0) return { operation: null, e164: null }
  if (last !== undefined && last !== 'assign' && last !== 'application') return { operation: null, e164: null }
  const what = last ?? (number === undefined ? 'list' : 'number')
  return { operation: operations[`${method} ${what}`] ?? null, e164: number ?? null }
}

function decode(segment: string): string {
  if (!segment.includes('%')) return segment
  try {
    return decodeURIComponent(segment)
  } catch {
    return segment
  }
}
