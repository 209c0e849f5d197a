import { once } from 'node:events'
import type { RequestListener } from 'node:http'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Test } from 'tap'

/** Starts another HTTP server. */
export async function listenOther(t: Test, listener: RequestListener): Promise<number> {
  const server = createServer({ maxHeaderSize: 64 * 1_024 }, listener).listen(0, '127.0.0.1')
  t.teardown(() => server.close())
  await once(server, 'listening')
  return (server.address() as AddressInfo).port
}

/** The number of the demo seed as it is in a list. */
export const demoNumber = {
  e164: '+14155551234',
  trunk_id: 'trunk_abc123',
  application_id: null,
  updated_at: '2026-04-09T11:15:00Z',
}
