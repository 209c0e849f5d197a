import type { IncomingMessage } from 'node:http'
import { decodings } from '../base/decoding.ts'
import { parseJson } from '../base/json.ts'
import type { Redactor } from '../base/redaction.ts'
import type { JournalEntry } from './journal.ts'
import type { SandboxContext } from './sandbox-context.ts'
import { copied, cut, cutWithoutKeys, longestText } from './truncate.ts'

/** An assignment with nothing else in it, not even twice: its id is one that there is. */
const plainAssignment = /^\s*\{\s*"(trunk|application)_id"\s*:\s*"[\w-]+"\s*\}\s*$/

/** The only text of a number that somebody chose: up to 100 characters, each of which may be escaped. */
const regions = /"region":"((?:[^"\\]|\\.)*)/g
const longestRegion = 600

/** What is kept of a request that has ended. `status` is null where its answer never got out. */
export function toJournalEntry(
  request: IncomingMessage,
  sandboxContext: SandboxContext,
  redactor: Redactor,
  status: number | null,
  duration: number,
): JournalEntry {
  const { namespace, operation, e164, at, key, before, after, fault, hint } = sandboxContext
  const { context, method = '', url = '' } = request
  const { body, answer } = context
  // Of an operation on a number that succeeds, all texts but its region are known; a trunk has a name, an application URLs.
  const isKnown = status !== null && status < 400 && (e164 !== null || operation === 'listNumbers')
  const shown = (text: string) => cutWithoutKeys(redactor, text)
  const shownBody = (text: string) => (isKnown && plainAssignment.test(text) ? cut(text) : shown(withoutSecret(text)))
  return {
    id: namespace.journal.next(),
    namespace: namespace.name,
    at,
    requestId: context.id,
    operation,
    e164: e164 === null || isKnown ? e164 : shown(e164),
    method,
    path: isKnown && !url.includes('?') ? cut(url) : shown(withoutSecretQuery(url)),
    key,
    requestBody: body === null ? null : shownBody(body),
    status,
    responseBody: answer ? (isKnown && !hasKeyInRegion(redactor, answer) ? cut(answer) : shown(answer)) : null,
    error: context.error === null ? null : context.error.code,
    duration,
    before,
    after,
    fault: fault === null ? null : cut(fault),
    // A part of what it was made from, which may be long.
    hint: hint === null ? null : copied(hint),
  }
}

/** Cheaper than to look for keys in the whole answer: regions repeat. */
function hasKeyInRegion(redactor: Redactor, answer: string): boolean {
  const kept = answer.slice(0, longestText + longestRegion)
  return [...kept.matchAll(regions)].some(([, region = '']) => redactor.text(region) !== region)
}

/** Replaces the value of each query parameter whose name, as a server would read it, speaks of a secret. */
function withoutSecretQuery(url: string): string {
  const start = url.indexOf('?') + 1
  if (start === 0) return url
  const parameters = url.slice(start).split('&')
  return url.slice(0, start) + parameters.map(withoutSecretValue).join('&')
}

function withoutSecretValue(parameter: string): string {
  const [name = ''] = parameter.split('=', 1)
  return name.length < parameter.length && speaksOfSecret(name) ? `${name}=***` : parameter
}

/** A secret is shown nowhere, by whatever name it was sent. */
function withoutSecret(body: string): string {
  if (!speaksOfSecret(body)) return body
  try {
    return JSON.stringify(parseJson(body), (name, value) => (/secret/i.test(name) ? '***' : value))
  } catch {
    return '***'
  }
}

function speaksOfSecret(text: string): boolean {
  return /secret/i.test(text) || (/[%\\&]/.test(text) && decodings(text).some(view => /secret/i.test(view.text)))
}

const nothing = {}

/** What the log line says besides. */
export function notesOf({ namespace, fault, hint }: SandboxContext): Readonly<Record<string, string>> {
  if (namespace.name === 'default' && fault === null && hint === null) return nothing
  return {
    ...(namespace.name !== 'default' && { namespace: namespace.name }),
    ...(fault !== null && { fault }),
    ...(hint !== null && { hint }),
  }
}
