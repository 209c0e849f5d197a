import t from 'tap'
import { variants } from '../../src/behaviors/variant.ts'
import { checks } from '../../src/conformance/checks.ts'
import { number, statusAndBody } from '../responses.ts'
import { numbers, onEachStore } from '../server.ts'
import { advancingClock, conformance, demoTarget, ids, urlOf } from './run.ts'

const unchecked = Object.entries(checks).flatMap(([id, check]) => ('reason' in check ? [id] : []))

t.test('this server agrees with every behavior that can be checked', t =>
  onEachStore(t, {}, async (t, server) => {
    const report = await conformance(server.port, { nextSecond: advancingClock(server) })
    t.strictSame(
      report.results.filter(({ outcome }) => outcome === 'differs'),
      [],
    )
    t.strictSame([ids(report, 'not checked'), report.leftovers], [unchecked, []])
  }),
)

for (const [id, { alternative }] of Object.entries(variants)) {
  t.test(`with the variant of ${id} it differs only in that behavior`, t =>
    onEachStore(t, { variants: { [id]: alternative } }, async (t, server) => {
      const report = await conformance(server.port, { nextSecond: advancingClock(server) })
      t.strictSame([ids(report, 'differs'), report.leftovers], [[id], []])
    }),
  )
}

t.test('the original state is restored', t =>
  onEachStore(t, {}, async (t, server) => {
    const answer_url = 'http://127.0.0.1:3000/answer'
    await server.call('PATCH', '/v1/voice/applications/app_xyz789', { body: { answer_url } })
    const read = async () => [
      (await server.call('GET', `${numbers}/+919876543210`)).body,
      statusAndBody(await server.call('GET', '/v1/account/acc_123abc/trunks')),
      statusAndBody(await server.call('GET', '/v1/voice/applications/app_xyz789')),
    ]
    for (const [path, body] of [
      ['assign', { trunk_id: 'trunk_abc123' }],
      ['application', { application_id: 'app_xyz789' }],
      ['assign', null],
    ] as const) {
      const e164 = '+14155551234'
      if (body === null) for (const path of ['assign', 'application']) await server.call('DELETE', `${number}/${path}`)
      else await server.call('POST', `${number}/${path}`, { body })
      const before = [...(await read()), (await server.call('GET', number)).body]
      const { leftovers } = await conformance(server.port, {
        target: { ...demoTarget, number: e164, url: urlOf(server.port) },
      })
      t.strictSame([...(await read()), (await server.call('GET', number)).body], before)
      t.strictSame(leftovers, [])
    }
  }),
)

t.test('an unassigned number is unassigned afterwards', t =>
  onEachStore(t, {}, async (t, server) => {
    const before = (await server.call('GET', number)).body
    const { leftovers } = await conformance(server.port, { parts: ['application'], nextSecond: advancingClock(server) })
    t.strictSame(leftovers, [])
    const after = (await server.call('GET', number)).body as { updated_at: string }
    t.strictSame({ ...after, updated_at: '' }, { ...(before as object), updated_at: '' })
  }),
)

t.test('without numbers, fees and order are not checked', t =>
  onEachStore(
    t,
    { seed: { accounts: [{ id: 'acc_1' }], keys: [{ key: 'k', account_id: 'acc_1' }] } },
    async (t, { port }) => {
      const target = { url: urlOf(port), key: 'k', account: 'acc_1' }
      const { results } = await conformance(port, { target, parts: ['read'] })
      const why = results.filter(({ id }) => id === 'list-money' || id === 'list-order').map(({ why }) => why)
      t.strictSame(why, ['the account has no numbers', 'the account has no numbers'])
    },
  ),
)

t.test('without --number, --trunk and --application nothing is changed, and the reason is reported', t =>
  onEachStore(t, {}, async (t, { port }) => {
    const { key, account } = demoTarget
    const report = await conformance(port, { target: { url: urlOf(port), key, account } })
    t.strictSame(ids(report, 'differs'), [])
    const why = new Set(report.results.map(({ why }) => why))
    for (const name of ['--number', '--trunk', '--application']) t.ok(why.has(`needs ${name}`), name)
  }),
)
