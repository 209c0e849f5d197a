import t from 'tap'
import { statusAndBody } from '../responses.ts'
import type { SandboxServer } from './open.ts'
import { machineTime, withSandbox } from './open.ts'
import { isSigned, secret, startReceiver } from './webhook.ts'

/** Sends the requests of the vendor's public client: HTTP Basic, a raw plus sign, and only the status is checked. */
function clientOf({ call }: SandboxServer) {
  const authorization = `Basic ${Buffer.from('acc_123abc:tvx_sk_test_sandbox').toString('base64')}`
  const send = (method: string, path: string, body?: object) =>
    call(method, path, { headers: { authorization }, ...(body && { body }) })
  const numberPath = (e164: string) => `/v1/account/acc_123abc/numbers/${e164}`
  return {
    async owns(e164: string): Promise<boolean> {
      const { status } = await send('GET', numberPath(e164))
      if (status !== 200 && status !== 404) throw new Error(`lookup failed: ${status}`)
      return status === 200
    },
    async attach(e164: string, answer_url: string): Promise<void> {
      const fields = { answer_url, answer_method: 'POST', webhook_secret: secret }
      const changed = await send('PATCH', '/v1/voice/applications/app_xyz789', fields)
      if (changed.status !== 200) throw new Error(`the application was not changed: ${changed.text}`)
      const attached = await send('POST', `${numberPath(e164)}/application`, { application_id: 'app_xyz789' })
      if (![200, 201].includes(attached.status)) throw new Error(`not attached: ${attached.text}`)
    },
    async detach(e164: string): Promise<void> {
      const { status, text } = await send('DELETE', `${numberPath(e164)}/application`)
      if (![200, 204, 404].includes(status)) throw new Error(`not detached: ${text}`)
    },
  }
}

t.test('the public client can attach a number, receive a webhook, and detach the number', t =>
  withSandbox(t, {}, async (t, server) => {
    const hook = await startReceiver(t)
    const client = clientOf(server)
    t.ok(await client.owns('+14155551234'))
    t.notOk(await client.owns('+14155550000'), 'a number of another account')
    await client.attach('+14155551234', `http://127.0.0.1:${hook.port}/inbound`)
    const call = { from: '+14155550100', to: '+14155551234', deliver: true }
    t.match(await server.control('POST', '/calls', { body: call }), { body: { delivery: { status: 200, voxml: [] } } })
    const [received] = hook.received
    t.ok(received !== undefined && isSigned(received, machineTime / 1000))
    t.match(JSON.parse(received?.body ?? ''), { account_id: 'acc_123abc', to: '+14155551234', direction: 'inbound' })
    for (const _ of ['once', 'twice']) await client.detach('+14155551234')
    const { body } = await server.control('POST', '/calls', { body: call })
    t.match(body, { outcome: 'busy' })
    await t.rejects(client.attach('+14155550000', 'http://127.0.0.1:1/'), /not attached: .*NOT_FOUND/)
    t.strictSame(statusAndBody(await server.call('GET', '/v1/voice/applications/app_xyz789')), [
      200,
      { id: 'app_xyz789', answer_url: 'http://127.0.0.1:1/', answer_method: 'POST', hangup_url: null },
    ])
  }),
)
