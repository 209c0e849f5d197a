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

type Hints<P> = Readonly<Record<string, (context: P) => Hint>>

/** Hints by error code. These apply to any request. */
const commonHints: Hints<HintContext> = {
  path_unknown: pathHint,
  method_not_allowed: ({ allow }) => `this path does not support the method; use ${allow}`,
  namespace_limit: () =>
    'the limit of namespaces is reached, and all were used in the last minute; raise it with --namespaces',
}

/** Hints for requests to the vendor's API. */
const vendorHints: Hints<ApiHintContext> = {
  ...commonHints,
  unauthorized: keyHint,
  account_forbidden: ({ request }) =>
    `the API key belongs to account ${request.auth.access.accountId}; use that account in the path`,
  trunk_assign_forbidden: readOnlyHint,
  application_assign_forbidden: readOnlyHint,
  trunk_unassign_forbidden: readOnlyHint,
  application_unassign_forbidden: readOnlyHint,
  trunk_change_forbidden: readOnlyHint,
  application_change_forbidden: readOnlyHint,
  number_invalid: ({ sandboxContext }) => e164Hint(String(sandboxContext.e164)),
  trunk_id_invalid: wrongKindHint,
  application_id_invalid: wrongKindHint,
  request_invalid: bodyHint,
  number_not_found: numberHint,
  trunk_not_found: destinationHint,
  application_not_found: destinationHint,
  namespace_reset: () => 'the namespace was reset after this request arrived; send the request again',
}

/** Hints for requests to the control API. */
const controlHints: Hints<HintContext> = {
  ...commonHints,
  request_invalid: controlHint,
  number_invalid: controlHint,
  host_forbidden: () => 'this Host is not allowed; allow it with --allow-host NAME',
  origin_forbidden: () => 'this origin is not allowed; allow it with --allow-origin ORIGIN',
  token_missing: () =>
    'the control API needs a token; send Authorization: Bearer TOKEN with the value of --control-token',
}

interface HintOptions extends HintContext {
  readonly sandboxContext: SandboxContext | undefined
}

/**
 * Resolves to the hint for a response: one ASCII sentence that says what is wrong and what to do; null if there is
 * none.
 */
export async function hintFor({ sandboxContext, ...context }: HintOptions): Promise<string | null> {
  const hint = await (sandboxContext === undefined
    ? controlHints[codeOf(context)]?.(context)
    : vendorHint({ ...context, sandboxContext }))
  return hint === null || hint === undefined ? null : toHeaderText(context.namespaces, hint)
}

function vendorHint(context: ApiHintContext): Hint | undefined {
  return context.request.raw.context.error === null
    ? unknownFieldHint(context, ' was ignored')
    : vendorHints[codeOf(context)]?.(context)
}

function codeOf({ request }: HintContext): string {
  return String(request.raw.context.error?.code)
}

const maxHintLength = 300

/**
 * Makes a hint safe for a header: ASCII only, at most 300 characters, without API keys that were sent in a wrong place.
 */
function toHeaderText({ hintRedactor }: Namespaces, hint: string): string {
  return hintRedactor.text(hint.replace(/[^ -~]/g, '?'), maxHintLength)
}

/**
 * Whether a response can have a hint. Must be cheap, since it runs for every response. A success has a hint only if a
 * field or a query parameter was ignored: an assignment has one required field, and usually no other and no query.
 */
export function canHaveHint({ raw, body }: FastifyRequest, sandboxContext: SandboxContext | undefined): boolean {
  if (raw.context.error !== null) return true
  if (sandboxContext === undefined) return false
  const requiredFieldCount =
    sandboxContext.operation === 'assignTrunk' || sandboxContext.operation === 'assignApplication' ? 1 : 0
  return (
    String(raw.url).includes('?') ||
    (body !== null && typeof body === 'object' && Object.keys(body).length > requiredFieldCount)
  )
}

function keyHint({ request, sandboxContext, namespaces }: ApiHintContext): string {
  const { credentials } = sandboxContext
  const authorization = request.headers.authorization
  if (authorization === undefined)
    return `the Authorization header is missing; send Authorization: Bearer KEY${demoKeySuffix(namespaces)}`
  if (credentials === null)
    return 'the Authorization header is malformed; send Bearer KEY, or Basic with account:key in base64'
  if (credentials.namespace === null)
    return 'the namespace after __ in the API key is invalid; use 1 to 32 characters of a-z, 0-9 and -'
  if (isLiveShaped(credentials.key))
    return `this is a live API key; use a test key in the sandbox${demoKeySuffix(namespaces)}`
  if (credentials.account !== null)
    return 'the Basic credentials are wrong; send the account of the API key as user name and the key as password'
  return `unknown API key${demoKeySuffix(namespaces)}; add a key with --key`
}

function demoKeySuffix(namespaces: Namespaces): string {
  return namespaces.initialAccess(hashKey(demoKey)) === undefined ? '' : `; the demo key is ${demoKey}`
}

/** No hint if the destination belongs to another account. */
function readOnlyHint({ request }: ApiHintContext): string | null {
  return request.auth.access.access === 'read' ? 'this API key is read-only; use a key that can write' : null
}

const e164 = new RegExp(e164Pattern)

/** The hint for a number that is not in E.164 format. */
function e164Hint(number: string): string | null {
  if (/^ \d/.test(number)) return `the number arrived as "${number}"; encode + as %2B`
  if (/^%(25)*2b/i.test(number)) return `the number arrived as "${number}"; encode it only once`
  // The country of a number in national format is unknown.
  if (!/^(\+|00|\d+$)/.test(number)) return null
  const corrected = `+${number.replace(/[ ().-]/g, '').replace(/^(\+|00)/, '')}`
  if (corrected === number || !e164.test(corrected)) return null
  return /^\d+$/.test(number)
    ? `the number has no plus sign; send ${corrected}`
    : `use only a plus sign and digits; send ${corrected}`
}

const kinds = {
  trunk_id: { prefix: 'app_', correction: 'an application; send it to POST .../application' },
  application_id: { prefix: 'trunk_', correction: 'a trunk; send it to POST .../assign' },
}

/** The hint for an assignment that has the id of the other kind of destination. */
function wrongKindHint({ request, sandboxContext }: ApiHintContext): string | null {
  if (sandboxContext.operation !== 'assignTrunk' && sandboxContext.operation !== 'assignApplication') return null
  const field = sandboxContext.operation === 'assignTrunk' ? 'trunk_id' : 'application_id'
  const id = (request.body as Record<string, unknown>)[field]
  return typeof id === 'string' && id.startsWith(kinds[field].prefix) ? `${id} is ${kinds[field].correction}` : null
}

function bodyHint(context: ApiHintContext): string | null {
  const { error } = context.request.raw.context
  const reasons = String(error?.details.map(({ reason }) => reason))
  if (reasons.includes('Content-Type')) return 'the body must be JSON; send the header Content-Type: application/json'
  return unknownFieldHint(context)
}

/**
 * The hint for a number that is not in E.164 format or for an unknown name. The control API ignores no unknown names.
 */
function controlHint(context: HintContext): string | null {
  const { query, body } = context.request
  // The body of PUT /state is unparsed text.
  const fields = typeof body === 'object' ? body : null
  const { e164, from, to } = { ...Object(query), ...fields } as Record<string, unknown>
  const texts = [e164, from, to].filter(each => typeof each === 'string')
  return texts.map(e164Hint).find(hint => hint !== null) ?? unknownFieldHint(context)
}

/** The hint for the first unknown field or query parameter, with the known name that is closest to it. */
function unknownFieldHint({ request }: HintContext, wasIgnored = ''): string | null {
  const { body, querystring = {} } = request.routeOptions.schema as Readonly<Record<string, FieldSchema>>
  const isObject = request.raw.context.error?.details.every(({ field }) => field !== 'body') ?? true
  const field = body === undefined || !isObject ? null : findUnknownField(request.body, body)
  const found = field ?? findUnknownField(request.query, querystring)
  if (found === null) return null
  const suggestion = closest(found.name, found.known)
  const label = field === null ? 'query parameter' : 'field'
  return `unknown ${label} ${found.name}${wasIgnored}${suggestion === undefined ? '' : `; did you mean ${suggestion}?`}`
}

/** The part of a JSON schema that names fields. */
interface FieldSchema {
  readonly properties?: Readonly<Record<string, FieldSchema>>
}

interface UnknownField {
  readonly name: string
  readonly known: readonly string[]
}

function findUnknownField(value: unknown, { properties = {} }: FieldSchema): UnknownField | null {
  const known = Object.keys(properties)
  for (const [name, each] of Object.entries(Object(value))) {
    const field = Object.hasOwn(properties, name) ? properties[name] : undefined
    if (field === undefined) return { name, known }
    const found = field.properties === undefined ? null : findUnknownField(each, field)
    if (found !== null) return found
  }
  return null
}
