import type { Test } from 'tap'
import type { DestinationKind } from '../../src/domain/number.ts'
import { readApplication, readTrunk } from '../../src/store/seed-destination.ts'
import type { Store } from '../../src/store/store.ts'
import { application, seedNumber, trunk } from './fixture.ts'

const account_id = 'acc_1'
const updatedTrunk = readTrunk({
  id: trunk.id,
  account_id,
  name: 'Other',
  auth_type: 'credential',
  termination_uri: 'sip:out.example.com',
  origination_uris: ['sip:one.example.com', 'sips:two.example.com:5061'],
  max_channels: 7,
  created_at: '2026-04-09T11:15:00Z',
})
const updatedApplication = readApplication({
  id: application.id,
  account_id,
  answer_url: 'http://localhost:3000/answer',
  answer_method: 'GET',
  hangup_url: 'http://localhost:3000/hangup',
  webhook_secret: 'secret',
})

/** The contract of a store for trunks and applications. */
export function storeDestinations(t: Test, open: (t: Test) => Store): void {
  t.test('a change creates or replaces a trunk or an application', async t => {
    const store = open(t)
    const added = { ...updatedTrunk, id: 'trunk_added' }
    for (const put of [updatedTrunk, updatedApplication, added])
      await store.change({}, () => ({ write: [], put, result: null }))
    for (const put of [updatedTrunk, updatedApplication, added]) t.strictSame(await store.findDestination(put), put)
    const { destinations } = await store.snapshot()
    t.strictSame(destinations.get('trunk:trunk_added'), added)
    const ids = async (kind: DestinationKind, limit?: number) =>
      (await store.listDestinations(account_id, kind, limit)).map(({ id }) => id)
    t.strictSame(await ids('trunk'), [trunk.id, added.id], 'sorted')
    t.strictSame(await ids('application'), [application.id])
    t.strictSame(await ids('trunk', 1), [trunk.id])
    t.strictSame(await store.listDestinations('acc_empty', 'trunk', 1), [])
    await store.replace(store.initialSeed())
    t.equal(await store.findDestination(added), null)
  })

  t.test('a change that removes a trunk receives its numbers and unassigns them', async t => {
    const store = open(t)
    const number = { ...seedNumber('+14155550001'), assignment: trunk }
    await store.change({}, () => ({ write: [number], result: null }))
    await store.change({ destination: trunk, assignedNumbers: trunk }, found => {
      t.ok(found.assignedNumbers.some(({ e164 }) => e164 === number.e164))
      const write = found.assignedNumbers.map(each => ({ ...each, assignment: null }))
      return { write, remove: trunk, result: null }
    })
    t.equal(await store.findDestination(trunk), null)
    t.strictSame(await store.findNumberWithDestination(number.e164), {
      number: { ...number, assignment: null },
      destination: null,
    })
    t.notOk((await store.snapshot()).destinations.has(`trunk:${trunk.id}`))
    t.notOk((await store.listDestinations(account_id, 'trunk')).some(({ id }) => id === trunk.id))
  })

  t.test('a change that arrives while a trunk is being deleted runs afterwards', async t => {
    const store = open(t)
    const order: string[] = []
    const deleted = store.change({ destination: trunk, assignedNumbers: trunk }, ({ assignedNumbers }) => {
      order.push('delete')
      return { write: assignedNumbers.map(each => ({ ...each, assignment: null })), remove: trunk, result: null }
    })
    const seen = store.change({ destination: trunk }, ({ destination }) => {
      order.push('change')
      return { write: [], result: destination }
    })
    const replaced = store.replace(store.initialSeed()).then(() => order.push('replace'))
    t.equal(await seen, null)
    await Promise.all([deleted, replaced])
    t.strictSame(order, ['delete', 'change', 'replace'])
    t.strictSame(await store.findDestination(trunk), readTrunk({ id: trunk.id, account_id }))
  })

  t.test('a trunk with an assigned number cannot be removed', async t => {
    const store = open(t)
    const number = { ...seedNumber('+14155550001'), assignment: trunk }
    await store.change({}, () => ({ write: [number], result: null }))
    await t.rejects(store.change({}, () => ({ write: [], remove: trunk, result: null })))
    const destination = readTrunk({ id: trunk.id, account_id })
    t.strictSame(await store.findNumberWithDestination(number.e164), { number, destination })
    t.equal(await store.findNumberWithDestination('+14155559999'), null)
  })
}
