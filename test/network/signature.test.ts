import t from 'tap'
import { sign } from '../../src/network/signature.ts'

t.test('a signature equals the one that the public client computes', async t => {
  const body = '{"call_uuid":"call-123","account_id":"TJaccount"}'
  const v1 = '52296408e779fb97dce19f899ec75bdace3215cd6a80bb7a7d71f59612419225'
  t.strictSame(sign('account-webhook-secret', 1_700_000_000, body), {
    'x-tryvox-signature': `t=1700000000,v1=${v1}`,
    'x-tryvox-timestamp': '1700000000',
  })
})
