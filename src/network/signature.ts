import { createHmac, timingSafeEqual } from 'node:crypto'
import { dateNow } from '../base/timers.ts'

/** The headers that sign a body, as the vendor's public client verifies them. `timestamp` is in seconds since 1970. */
export function sign(secret: string, timestamp: number, body: string): Record<string, string> {
  const v1 = createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex')
  return { 'x-tryvox-signature': `t=${timestamp},v1=${v1}`, 'x-tryvox-timestamp': String(timestamp) }
}

/** The headers of a request: of `fetch`, of `node:http`, or a plain object with names in any case. */
export type RequestHeaders = Headers | Readonly<Record<string, string | readonly string[] | undefined>>

const toleranceSeconds = 300

/**
 * Whether a webhook was signed with this secret in the last five minutes, as the vendor's public client checks it.
 * `body` is the text as it was received, before it is parsed.
 */
export function verifySignature(headers: RequestHeaders, body: string, secret: string): boolean {
  const signature = readHeader(headers, 'x-tryvox-signature')
  const timestamp = readHeader(headers, 'x-tryvox-timestamp')
  if (!/^\d{1,12}$/.test(timestamp) || Math.abs(dateNow() / 1000 - Number(timestamp)) > toleranceSeconds) return false
  const expected = Buffer.from(String(sign(secret, Number(timestamp), body)['x-tryvox-signature']))
  const actual = Buffer.from(signature)
  return actual.length === expected.length && timingSafeEqual(actual, expected)
}

function readHeader(headers: RequestHeaders, name: string): string {
  if (typeof headers['get'] === 'function') return (headers as Headers).get(name) ?? ''
  const found = Object.entries(headers).find(([each]) => each.toLowerCase() === name)
  return String(found?.[1] ?? '')
}
