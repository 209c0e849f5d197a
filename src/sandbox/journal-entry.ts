import type { IncomingMessage } from 'node:http'
import { decodings } from '../base/decoding.ts'
import { parseJson } from '../base/json.ts'
import type { Redactor } from '../base/redaction.ts'
import type { JournalEntry } from './journal.ts'
import type { SandboxContext } from './sandbox-context.ts'
import { copyString, maxTextLength, redactAndTruncate, truncate } from './truncate.ts'

/** The body of an assignment that contains only an id, without duplicate fields. If it succeeded, the id is known. */
const idOnlyBody = /^\s*\{\s*"(trunk|application)_id"\s*:\s*"[\w-]+"\s*\}\s*$/

/** Matches the region, the only free text of a number: up to 100 characters, each of which can be escaped. */
const regionPattern = /"region":"((?:[^"\\]|\\.)*)/g
/** The maximum length of a region in a body, in characters, with every character escaped. */
const maxRegionLength = 600

/**
 * Builds the journal entry of a finished request. `status` is null if the connection was lost before the response was
 * sent.
 */
export function toJournalEntry(
  request: IncomingMessage,
  sandboxContext: SandboxContext,
  redactor: Redactor,
  status: number | null,
  duration: number,
): JournalEntry {
  const { namespace, operation, e164, at, key, before, after, fault, hint } = sandboxContext
  const { context, method = '', url = '' } = request
  const { body, responseBody } = context
  // A successful operation on numbers contains only known texts, except for regions, and needs no redaction. Trunks
  // have names and applications URLs, which clients choose.
  const isTrusted = status !== null && status < 400 && (e164 !== null || operation === 'listNumbers')
  const redact = (text: string) => redactAndTruncate(redactor, text)
  const redactBody = (text: string) => (isTrusted && idOnlyBody.test(text) ? truncate(text) : redact(maskSecrets(text)))
  return {
    id: namespace.journal.nextId(),
    namespace: namespace.name,
    at,
    requestId: context.id,
    operation,
    e164: e164 === null || isTrusted ? e164 : redact(e164),
    method,
    path: isTrusted && !url.includes('?') ? truncate(url) : redact(maskSecretParameters(url)),
    key,
    requestBody: body === null ? null : redactBody(body),
    status,
    responseBody: responseBody
      ? isTrusted && !hasKeyInRegion(redactor, responseBody)
        ? truncate(responseBody)
        : redact(responseBody)
      : null,
    error: context.error === null ? null : context.error.code,
    duration,
    before,
    after,
    fault: fault === null ? null : truncate(fault),
    // Copied, because a hint is a slice of a text that can be long.
    hint: hint === null ? null : copyString(hint),
  }
}

/**
 * Checks only the regions, which is cheaper than searching the whole body for keys: regions repeat and the redactor
 * remembers them.
 */
function hasKeyInRegion(redactor: Redactor, responseBody: string): boolean {
  const kept = responseBody.slice(0, maxTextLength + maxRegionLength)
  return [...kept.matchAll(regionPattern)].some(([, region = '']) => redactor.text(region) !== region)
}

/** Replaces by `***` the value of each query parameter whose decoded name contains "secret". */
function maskSecretParameters(url: string): string {
  const start = url.indexOf('?') + 1
  if (start === 0) return url
  const parameters = url.slice(start).split('&')
  return url.slice(0, start) + parameters.map(maskSecretParameter).join('&')
}

function maskSecretParameter(parameter: string): string {
  const [name = ''] = parameter.split('=', 1)
  return name.length < parameter.length && mentionsSecret(name) ? `${name}=***` : parameter
}

/**
 * Replaces by `***` the value of each JSON field whose name contains "secret". If the body is not JSON, replaces all of
 * it.
 */
function maskSecrets(body: string): string {
  if (!mentionsSecret(body)) return body
  try {
    return JSON.stringify(parseJson(body), (name, value) => (/secret/i.test(name) ? '***' : value))
  } catch {
    return '***'
  }
}

function mentionsSecret(text: string): boolean {
  return /secret/i.test(text) || (/[%\\&]/.test(text) && decodings(text).some(view => /secret/i.test(view.text)))
}

const noNotes = {}

/** The additional fields of the log line. */
export function toLogNotes({ namespace, fault, hint }: SandboxContext): Readonly<Record<string, string>> {
  if (namespace.name === 'default' && fault === null && hint === null) return noNotes
  return {
    ...(namespace.name !== 'default' && { namespace: namespace.name }),
    ...(fault !== null && { fault }),
    ...(hint !== null && { hint }),
  }
}
