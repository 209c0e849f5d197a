import type { FastifyRequest } from 'fastify'
import { closest } from '../base/suggestion.ts'
import { e164Pattern } from '../domain/identifier.ts'
import { demoKey } from '../store/demo.ts'
import { hashKey, isLiveShaped } from '../store/key.ts'
import type { ApiHintContext, HintContext } from './hint-context.ts'
import { destinationHint, numberHint } from './hint-ownership.ts'
import { pathHint } from './hint-path.ts'
import type { Namespaces } from './namespace.ts'
import type { SandboxContext } from './sandbox-context.ts'

type Hint = string | null | Promise<string | null>

type Hints<P> = Readonly<Record<string, (parts: P) => Hint>>

/** By the code of a refusal, the remedy that a beginner would look for: of any request, */
const commonHints: Hints<HintContext> = {
  path_unknown: pathHint,
  method_not_allowed: ({ allow }) => `this path takes ${allow}`,
  namespace_limit: () =>
    'there are as many namespaces as may be, all of them used in the last minute: --namespaces allows more',
}

/** of one to the vendor's API, */
const vendorHints: Hints<ApiHintContext> = {
  ...commonHints,
  unauthorized: keyHint,
  account_forbidden: ({ request }) => `the key is of another account: ${request.auth.access.accountId}`,
  trunk_assign_forbidden: readOnlyHint,
  application_assign_forbidden: readOnlyHint,
  trunk_unassign_forbidden: readOnlyHint,
  application_unassign_forbidden: readOnlyHint,
  trunk_change_forbidden: readOnlyHint,
  application_change_forbidden: readOnlyHint,
  number_invalid: ({ sandboxContext }) => formatHint(String(sandboxContext.e164)),
  trunk_id_invalid: otherKindHint,
  application_id_invalid: otherKindHint,
  request_invalid: bodyHint,
  number_not_found: numberHint,
  trunk_not_found: destinationHint,
  application_not_found: destinationHint,
  namespace_reset: () => 'the namespace was reset after this request arrived: send it again',
}

/** and of one to the controls. */
const controlHints: Hints<HintContext> = {
  ...commonHints,
  request_invalid: controlHint,
  number_invalid: controlHint,
  host_forbidden: () => '--allow-host NAME allows a Host',
  origin_forbidden: () => '--allow-origin ORIGIN allows a site',
  token_missing: () => 'send Authorization: Bearer TOKEN with the token of --control-token',
}

interface AnyParts extends HintContext {
  readonly sandboxContext: SandboxContext | undefined
}

/** One ASCII sentence with the remedy; null where there is nothing to say. */
export async function hintFor({ sandboxContext, ...parts }: AnyParts): Promise<string | null> {
  const hint = await (sandboxContext === undefined
    ? controlHints[codeOf(parts)]?.(parts)
    : vendorHint({ ...parts, sandboxContext }))
  return hint === null || hint === undefined ? null : shown(parts.namespaces, hint)
}

function vendorHint(parts: ApiHintContext): Hint | undefined {
  return parts.request.raw.context.error === null
    ? unknownHint(parts, ' was ignored')
    : vendorHints[codeOf(parts)]?.(parts)
}

function codeOf({ request }: HintContext): string {
  return String(request.raw.context.error?.code)
}

const longestHint = 300

/** As a header can carry it, and without a key that was sent in a wrong place. */
function shown({ hintRedactor }: Namespaces, hint: string): string {
  return hintRedactor.text(hint.replace(/[^ -~]/g, '?'), longestHint)
}

/**
 * Cheap, since it is asked of every answer. What succeeds needs a hint only where a field or a query parameter was
 * ignored: an assignment has one field, which it must have, and nearly always no more, and no query.
 */
export function mayNeedHint({ raw, body }: FastifyRequest, sandboxContext: SandboxContext | undefined): boolean {
  if (raw.context.error !== null) return true
  if (sandboxContext === undefined) return false
  const usual = sandboxContext.operation === 'assignTrunk' || sandboxContext.operation === 'assignApplication' ? 1 : 0
  return (
    String(raw.url).includes('?') || (body !== null && typeof body === 'object' && Object.keys(body).length > usual)
  )
}

function keyHint({ request, sandboxContext, namespaces }: ApiHintContext): string {
  const { credentials } = sandboxContext
  const given = request.headers.authorization
  if (given === undefined) return `send Authorization: Bearer KEY${orDemoKey(namespaces)}`
  if (credentials === null) return 'the header reads Authorization: Bearer KEY, or Basic with account:key in base64'
  if (credentials.namespace === null) return 'the part behind __ names a namespace: 1 to 32 of a-z, 0-9 and -'
  if (isLiveShaped(credentials.key)) return `a live key was sent to a sandbox, which keeps none${orDemoKey(namespaces)}`
  if (credentials.account !== null) return 'the user of Basic is the account of the key, its password the key'
  return `nobody holds this key${orDemoKey(namespaces)}; --key adds one`
}

function orDemoKey(namespaces: Namespaces): string {
  return namespaces.initialAccess(hashKey(demoKey)) === undefined ? '' : `; the demo has ${demoKey}`
}

/** Of another account's trunk nothing is said. */
function readOnlyHint({ request }: ApiHintContext): string | null {
  return request.auth.access.access === 'read' ? 'this key may only read' : null
}

const e164 = new RegExp(e164Pattern)

/** For a number that is not E.164. */
function formatHint(number: string): string | null {
  if (/^ \d/.test(number)) return `the number arrived as "${number}": encode + as %2B`
  if (/^%(25)*2b/i.test(number)) return `the number arrived as "${number}": it was encoded twice`
  // How a number is written within its country does not tell the country.
  if (!/^(\+|00|\d+$)/.test(number)) return null
  const meant = `+${number.replace(/[ ().-]/g, '').replace(/^(\+|00)/, '')}`
  if (meant === number || !e164.test(meant)) return null
  return /^\d+$/.test(number) ? `the number lacks its plus sign: ${meant}` : `a plus sign and digits alone: ${meant}`
}

const kinds = {
  trunk_id: { start: 'app_', right: 'an application: POST it to .../application' },
  application_id: { start: 'trunk_', right: 'a trunk: POST it to .../assign' },
}

/** The id of one kind where the other is to be assigned. */
function otherKindHint({ request, sandboxContext }: ApiHintContext): string | null {
  if (sandboxContext.operation !== 'assignTrunk' && sandboxContext.operation !== 'assignApplication') return null
  const field = sandboxContext.operation === 'assignTrunk' ? 'trunk_id' : 'application_id'
  const id = (request.body as Record<string, unknown>)[field]
  return typeof id === 'string' && id.startsWith(kinds[field].start) ? `${id} is ${kinds[field].right}` : null
}

function bodyHint(parts: ApiHintContext): string | null {
  const { error } = parts.request.raw.context
  const reasons = String(error?.details.map(({ reason }) => reason))
  if (reasons.includes('Content-Type')) return 'send the header Content-Type: application/json'
  return unknownHint(parts)
}

/** A number that is not E.164, or an unknown name: controls ignore none. */
function controlHint(parts: HintContext): string | null {
  const { query, body } = parts.request
  // A state is text as long as it is not parsed.
  const fields = typeof body === 'object' ? body : null
  const { e164, from, to } = { ...Object(query), ...fields } as Record<string, unknown>
  const texts = [e164, from, to].filter(each => typeof each === 'string')
  return texts.map(formatHint).find(hint => hint !== null) ?? unknownHint(parts)
}

/** The first field or query parameter that is unknown, and the one that it may be meant for. */
function unknownHint({ request }: HintContext, wasIgnored = ''): string | null {
  const { body, querystring = {} } = request.routeOptions.schema as Readonly<Record<string, Fields>>
  const isObject = request.raw.context.error?.details.every(({ field }) => field !== 'body') ?? true
  const field = body === undefined || !isObject ? null : unknownIn(request.body, body)
  const found = field ?? unknownIn(request.query, querystring)
  if (found === null) return null
  const meant = closest(found.name, found.known)
  const what = field === null ? 'query parameter' : 'field'
  return `unknown ${what} ${found.name}${wasIgnored}${meant === undefined ? '' : `; did you mean ${meant}?`}`
}

/** Of a schema, as far as it names fields. */
interface Fields {
  readonly properties?: Readonly<Record<string, Fields>>
}

interface Unknown {
  readonly name: string
  readonly known: readonly string[]
}

function unknownIn(value: unknown, { properties = {} }: Fields): Unknown | null {
  const known = Object.keys(properties)
  for (const [name, each] of Object.entries(Object(value))) {
    const field = Object.hasOwn(properties, name) ? properties[name] : undefined
    if (field === undefined) return { name, known }
    const found = field.properties === undefined ? null : unknownIn(each, field)
    if (found !== null) return found
  }
  return null
}
