import { createHmac } from 'node:crypto'

/** The headers that sign a body, as the vendor's public client verifies them. `timestamp` is in seconds since 1970. */
export function sign(secret: string, timestamp: number, body: string): Record<string, string> {
  const v1 = createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex')
  return { 'x-tryvox-signature': `t=${timestamp},v1=${v1}`, 'x-tryvox-timestamp': String(timestamp) }
}
