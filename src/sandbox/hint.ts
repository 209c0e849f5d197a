import type { FastifyRequest } from 'fastify'
import { nearest } from '../base/nearest.ts'
import { demoKey } from '../store/demo.ts'
import { hashKey, isLiveShaped } from '../store/key.ts'
import { destinationHint, numberHint } from './hint-owned.ts'
import type { HintParts } from './hint-parts.ts'
import { pathHint } from './hint-path.ts'
import type { Visit } from './visit.ts'
import type { Worlds } from './world.ts'

type Hint = string | null | Promise<string | null>

/** By the code of a refusal, the remedy that a beginner would look for. */
const hints: Readonly<Record<string, (parts: HintParts) => Hint>> = {
  unauthorized: keyHint,
  account_forbidden: ({ request }) => `the key is of another account: ${request.admission.access.accountId}`,
  trunk_assign_forbidden: readOnlyHint,
  application_assign_forbidden: readOnlyHint,
  trunk_unassign_forbidden: readOnlyHint,
  application_unassign_forbidden: readOnlyHint,
  trunk_change_forbidden: readOnlyHint,
  application_change_forbidden: readOnlyHint,
  number_invalid: numberFormatHint,
  trunk_id_invalid: otherKindHint,
  application_id_invalid: otherKindHint,
  request_invalid: bodyHint,
  number_not_found: numberHint,
  trunk_not_found: destinationHint,
  application_not_found: destinationHint,
  path_unknown: pathHint,
  method_not_allowed: ({ allow }) => `this path takes ${allow}`,
  world_reset: () => 'the world was reset after this request arrived: send it again',
  worlds_full: () => 'there are as many worlds as may be, all of them used in the last minute: --worlds allows more',
}

/** One ASCII sentence with the remedy; null where there is nothing to say. */
export async function hintFor(parts: HintParts): Promise<string | null> {
  const { refused } = parts.request.raw.exchange
  const hint = refused === null ? ignoredHint(parts) : await hints[refused.code]?.(parts)
  return hint === null || hint === undefined ? null : shown(parts.worlds, hint)
}

const longestHint = 300

/** As a header can carry it, and without a key that was sent in a wrong place. */
function shown({ hintRedactor }: Worlds, hint: string): string {
  return hintRedactor.text(hint.replace(/[^ -~]/g, '?'), longestHint)
}

/** Cheap, since it is asked of every answer. An assignment has one field, which it must have: nearly always no more. */
export function mayNeedHint({ raw, body }: FastifyRequest, { operation }: Visit): boolean {
  if (raw.exchange.refused !== null) return true
  const usual = operation === 'assignTrunk' || operation === 'assignApplication' ? 1 : 0
  return body !== null && typeof body === 'object' && Object.keys(body).length > usual
}

function keyHint({ request, visit, worlds }: HintParts): string {
  const { credentials } = visit
  const given = request.headers.authorization
  if (given === undefined) return `send Authorization: Bearer KEY${orDemoKey(worlds)}`
  if (credentials === null) return 'the header reads Authorization: Bearer KEY, or Basic with account:key in base64'
  if (credentials.world === null) return 'the part behind __ names a world: 1 to 32 of a-z, 0-9 and -'
  if (isLiveShaped(credentials.key)) return `a live key was sent to a sandbox, which keeps none${orDemoKey(worlds)}`
  if (credentials.account !== null) return 'the user of Basic is the account of the key, its password the key'
  return `nobody holds this key${orDemoKey(worlds)}; --key adds one`
}

function orDemoKey(worlds: Worlds): string {
  return worlds.plantedAccess(hashKey(demoKey)) === undefined ? '' : `; the demo has ${demoKey}`
}

/** Of another account's trunk nothing is said. */
function readOnlyHint({ request }: HintParts): string | null {
  return request.admission.access.access === 'read' ? 'this key may only read' : null
}

function numberFormatHint({ visit }: HintParts): string | null {
  const number = String(visit.e164)
  if (/^ \d/.test(number)) return `the number arrived as "${number}": encode + as %2B`
  return /^\d+$/.test(number) ? `the number lacks its plus sign: +${number}` : null
}

const kinds = {
  trunk_id: { start: 'app_', right: 'an application: POST it to .../application' },
  application_id: { start: 'trunk_', right: 'a trunk: POST it to .../assign' },
}

/** The id of one kind where the other is to be assigned. */
function otherKindHint({ request, visit }: HintParts): string | null {
  if (visit.operation !== 'assignTrunk' && visit.operation !== 'assignApplication') return null
  const field = visit.operation === 'assignTrunk' ? 'trunk_id' : 'application_id'
  const id = (request.body as Record<string, unknown>)[field]
  return typeof id === 'string' && id.startsWith(kinds[field].start) ? `${id} is ${kinds[field].right}` : null
}

function bodyHint(parts: HintParts): string | null {
  const { refused } = parts.request.raw.exchange
  const reasons = String(refused?.details.map(({ reason }) => reason))
  if (reasons.includes('Content-Type')) return 'send the header Content-Type: application/json'
  return reasons.includes('required') ? ignoredHint(parts) : null
}

/** An unknown field, and the one that it may be meant for. */
function ignoredHint({ request }: HintParts): string | null {
  const { body } = request.routeOptions.schema as { body: { properties: object } }
  const known = Object.keys(body.properties)
  const unknown = Object.keys(Object(request.body)).find(name => !known.includes(name))
  if (unknown === undefined) return null
  const ignored = request.raw.exchange.refused === null ? ' was ignored' : ''
  const meant = nearest(unknown, known)
  return `unknown field ${unknown}${ignored}${meant === undefined ? '' : `; did you mean ${meant}?`}`
}
