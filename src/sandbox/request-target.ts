import type { Operation } from './operation.ts'

/** The operation and the number of a request, as far as its method and path tell. */
export interface RequestTarget {
  readonly operation: Operation | null
  /** The number in the path, decoded; as sent if it cannot be decoded. */
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

/** Matches every path under /v1. */
const apiPath = /^\/*v1(\/|\?|$)/
const numbersPath = /^\/v1\/account\/[^/?]+\/numbers(?:\/([^/?]+)(?:\/(assign|application))?)?(?:\?|$)/
const otherPath = /^\/v1\/(?:account\/[^/?]+\/(trunks)(\/[^/?]+)?|(voice)\/applications\/[^/?]+)(?:\?|$)/

/**
 * Reads the target of a request before it is routed: faults on arrival and the journal also cover requests that no
 * route accepts. Returns null for a path outside /v1.
 */
export function readRequestTarget(method: string, url: string): RequestTarget | null {
  const path = decodeAlphanumerics(url)
  if (!apiPath.test(path)) return null
  const verb = method === 'HEAD' ? 'GET' : method
  const [match, number, action] = numbersPath.exec(path) ?? []
  if (match === undefined) return { operation: operations[`${verb} ${otherResource(path)}`] ?? null, e164: null }
  const resource = action ?? (number === undefined ? 'numbers' : 'number')
  return { operation: operations[`${verb} ${resource}`] ?? null, e164: number === undefined ? null : decode(number) }
}

/** Whether a documented operation has this path. */
export function isDocumented(path: string): boolean {
  return numbersPath.test(path) || otherPath.test(path)
}

function otherResource(path: string): string | undefined {
  const [, trunks, trunk, voice] = otherPath.exec(path) ?? []
  return trunk === undefined ? (trunks ?? voice) : 'trunk'
}

/** Decodes percent-encoded letters and digits. They need no encoding, so clients can send either form. */
function decodeAlphanumerics(url: string): string {
  return url.replace(/%(3\d|4[1-9a-f]|5[\da]|6[1-9a-f]|7[\da])/gi, decodeURIComponent)
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment)
  } catch {
    return segment
  }
}
