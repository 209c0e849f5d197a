import type { IncomingMessage } from 'node:http'
import { parseJson } from '../base/json.ts'
import type { IsKey } from '../http/redaction.ts'
import { copied, cut, cutWithoutKeys, longestKey, longestText } from './cut.ts'
import type { Entry } from './journal.ts'
import type { Visit } from './visit.ts'

/** What is kept of a request that has ended. `status` is null where its answer never got out. */
export function toEntry(
  request: IncomingMessage,
  visit: Visit,
  isKey: IsKey,
  status: number | null,
  duration: number,
): Entry {
  const { world, operation, e164, at, key, before, after, fault, hint } = visit
  const { exchange, method = '', url = '' } = request
  // What is granted, and needed no hint, has no room for a key; but a trunk has a name, and an application URLs.
  const hasFreeText = e164 === null && operation !== 'listNumbers'
  const isPlain = !hasFreeText && (exchange.body ?? '').length <= longestText
  const granted = status !== null && status < 400 && hint === null && !url.includes('?') && isPlain
  const shown = (text: string) => (granted ? cut(text) : cutWithoutKeys(isKey, text))
  return {
    id: world.journal.next(),
    world: world.name,
    at,
    requestId: exchange.id,
    operation,
    e164: e164 === null ? null : shown(e164),
    method,
    path: granted ? cut(url) : cutWithoutKeys(isKey, withoutSecretQuery(url.slice(0, longestText + longestKey))),
    key,
    requestBody: exchange.body === null ? null : shown(withoutSecret(plain(exchange.body))),
    status,
    answerBody: exchange.answer ? (hasFreeText ? shown : cut)(exchange.answer) : null,
    refused: exchange.refused === null ? null : exchange.refused.code,
    duration,
    before,
    after,
    fault: fault === null ? null : cut(fault),
    // A part of what it was made from, which may be long.
    hint: hint === null ? null : copied(hint),
  }
}

/** Without escapes that would hide a key until it is read as JSON. */
function plain(body: string): string {
  return body
    .replace(/\\[bfnrt]/g, ' ')
    .replace(/\\u00([2-7][0-9a-f])/gi, (_, hex) =>
      JSON.stringify(String.fromCharCode(Number.parseInt(hex, 16))).slice(1, -1),
    )
}

/** Replaces the value of each query parameter whose name has `secret` in it. */
function withoutSecretQuery(url: string): string {
  const start = url.indexOf('?') + 1
  if (start === 0) return url
  const parameters = url.slice(start).split('&')
  return url.slice(0, start) + parameters.map(withoutSecretValue).join('&')
}

function withoutSecretValue(parameter: string): string {
  const [name = ''] = parameter.split('=', 1)
  return name.length < parameter.length && /secret/i.test(name) ? `${name}=***` : parameter
}

/** A secret is shown nowhere, by whatever name it was sent. */
function withoutSecret(body: string): string {
  if (!/secret/i.test(body)) return body
  try {
    return JSON.stringify(parseJson(body), (name, value) => (/secret/i.test(name) ? '***' : value))
  } catch {
    return '***'
  }
}

const nothing = {}

/** What the log line says besides. */
export function notesOf({ world, fault, hint }: Visit): Readonly<Record<string, string>> {
  if (world.name === 'default' && fault === null && hint === null) return nothing
  return {
    ...(world.name !== 'default' && { world: world.name }),
    ...(fault !== null && { fault }),
    ...(hint !== null && { hint }),
  }
}
