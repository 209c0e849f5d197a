import t from 'tap'
import { onEach } from './each.ts'

t.test('a simulated call returns its outcome, and its delivery can be listed and resent', t =>
  onEach(t, async (t, { calls, webhooks, state }) => {
    const call = { from: '+14155550100', to: '+919876543210' }
    t.match(await calls.simulate({ ...call, to: '+14155551234' }), { outcome: 'busy', sip: '486 Busy Here' })
    const seed = await state.get()
    const url = 'http://169.254.169.254/'
    await state.put({ ...seed, applications: seed.applications?.map(each => ({ ...each, answer_url: url })) ?? [] })
    t.match(await calls.simulate({ ...call, deliver: true }), {
      outcome: 'application',
      delivery: { not_sent: String },
    })
    const [first] = await webhooks.deliveries()
    t.match(first, { id: 1, kind: 'answer', request: { url } })
    t.match(await webhooks.resend(1), { id: 2, not_sent: first?.not_sent })
  }),
)
