import t from 'tap'
import { variants } from '../../src/behaviors/variant.ts'
import { configuration, indianNumber, notFound, number, seedTime, statusAndBody } from '../responses.ts'
import { numbers, onEachStore } from '../server.ts'

const trunk = { body: { trunk_id: 'trunk_abc123' } }
const application = { body: { application_id: 'app_xyz789' } }
const onTrunk = configuration({ trunk_id: 'trunk_abc123' })

t.test('success-status=201', t =>
  onEachStore(t, { variants: { 'success-status': '201' } }, async (t, { call }) => {
    t.strictSame(statusAndBody(await call('POST', `${number}/assign`, trunk)), [201, onTrunk])
    const { status } = await call('POST', `${number}/application`, application)
    t.strictSame([status, (await call('DELETE', `${number}/application`)).status], [201, 200])
    t.equal((await call('POST', `${number}/assign`, { body: {} })).status, 400)
  }),
)

t.test('assign-equal=moves', t =>
  onEachStore(t, { variants: { 'assign-equal': 'moves' } }, async (t, server) => {
    await server.call('POST', `${number}/assign`, trunk)
    server.now = '2026-05-01T00:00:00Z'
    const second = await server.call('POST', `${number}/assign`, trunk)
    t.strictSame(statusAndBody(second), [200, { ...onTrunk, updated_at: '2026-05-01T00:00:00Z' }])
  }),
)

t.test('delete-nothing=404', t =>
  onEachStore(t, { variants: { 'delete-nothing': '404' } }, async (t, { call }) => {
    for (const [path, what] of [
      ['assign', 'trunk'],
      ['application', 'application'],
    ]) {
      const response = await call('DELETE', `${number}/${path}`)
      t.strictSame(statusAndBody(response), notFound(`No ${what} is assigned to this number`))
    }
    t.match((await call('GET', number)).body, { updated_at: seedTime })
    t.equal((await call('DELETE', `${indianNumber}/application`)).status, 200)
  }),
)

t.test('delete-other-kind=clears', t =>
  onEachStore(t, { variants: { 'delete-other-kind': 'clears' } }, async (t, { call }) => {
    await call('POST', `${number}/assign`, trunk)
    const message = 'Application unassigned successfully'
    t.strictSame(statusAndBody(await call('DELETE', `${number}/application`)), [200, configuration({ message })])
  }),
)

t.test('number-format-status=404', t =>
  onEachStore(t, { variants: { 'number-format-status': '404' } }, async (t, { call }) => {
    const response = await call('POST', `${numbers}/14155551234/assign`, trunk)
    t.strictSame(statusAndBody(response), notFound('Number not found in your account'))
    t.equal((await call('POST', `${numbers}/14155551234/assign`, { body: {} })).status, 400)
    t.equal((await call('POST', `${number}/assign`, { body: { trunk_id: 'x' } })).status, 400)
  }),
)

t.test('trunk-list=array', t =>
  onEachStore(t, { variants: { 'trunk-list': 'array' } }, async (t, { call }) => {
    const { status, text } = await call('GET', '/v1/account/acc_123abc/trunks')
    const [trunk, ...others] = JSON.parse(text)
    t.strictSame([status, trunk.id, others], [200, 'trunk_abc123', []])
  }),
)

t.test('there are no other variants', async t => {
  t.strictSame(Object.keys(variants), [
    'success-status',
    'assign-equal',
    'delete-nothing',
    'delete-other-kind',
    'trunk-list',
    'number-format-status',
  ])
})
