import { once } from 'node:events'
import type { RequestListener } from 'node:http'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Test } from 'tap'

/** Another server than ours. */
export async function other(t: Test, listener: RequestListener): Promise<number> {
  const server = createServer({ maxHeaderSize: 64 * 1_024 }, listener).listen(0, '127.0.0.1')
  t.teardown(() => server.close())
  await once(server, 'listening')
  return (server.address() as AddressInfo).port
}

/** The number of the demo as a list may show it. */
export const listed = {
  e164: '+14155551234',
  trunk_id: 'trunk_abc123',
  application_id: null,
  updated_at: '2026-04-09T11:15:00Z',
}
