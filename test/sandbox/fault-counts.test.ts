import t from 'tap'
import type { FaultBody } from '../../src/sandbox/fault.ts'
import { FaultSet } from '../../src/sandbox/fault.ts'
import { invalid, number, statusAndBody } from '../responses.ts'
import { withSandbox } from './open.ts'

/** Calls each number twice and returns how many second calls were counted as the second one. */
function countRecognized(faults: FaultSet, e164s: readonly string[]): number {
  for (const e164 of e164s) faults.countCall('getNumber', e164)
  return e164s.filter(e164 => faults.countCall('getNumber', e164) === 1).length
}

const distinct = (count: number) => Array.from({ length: count }, (_, at) => `+1415${1_000_000 + at}`)
const randomFault: FaultBody = { effect: { status: 500 }, probability: 0.5, seed: 7 }

t.test('calls are counted only while a fault has a probability', async t => {
  const faults = new FaultSet()
  faults.add({ effect: { status: 500 } })
  t.equal(countRecognized(faults, distinct(10)), 0)
  const { id } = faults.add(randomFault)
  t.equal(countRecognized(faults, distinct(10)), 10)
  t.equal(faults.remove(id), true)
  t.equal(countRecognized(faults, distinct(10)), 0)
  faults.add(randomFault)
  t.equal(faults.countCall('getNumber', '+14151000000'), 0, 'removing a fault removes its counts')
})

t.test('at most 10,000 distinct calls are counted, then the counts start again', async t => {
  const faults = new FaultSet()
  faults.add(randomFault)
  t.equal(countRecognized(faults, distinct(10_000)), 10_000)
  t.equal(faults.countCall('getNumber', '+14159999999'), 0)
  t.equal(faults.countCall('getNumber', '+14151000000'), 0)
  t.equal(faults.countCall('getNumber', '+14159999999'), 1)
})

t.test('a number that is too long is truncated for counting', async t => {
  const faults = new FaultSet()
  faults.add(randomFault)
  const long = '9'.repeat(16_000)
  t.strictSame([faults.countCall('getNumber', `${long}1`), faults.countCall('getNumber', `${long}2`)], [0, 1])
  t.strictSame([faults.countCall(null, null), faults.countCall(null, null)], [0, 1])
})

t.test('a fault that cannot be serialized as JSON is not added', async t => {
  const faults = new FaultSet()
  let body: unknown = []
  for (let depth = 0; depth < 100_000; depth++) body = [body]
  t.throws(() => faults.add({ effect: { status: 500, body } }), RangeError)
  t.strictSame([faults.list(), faults.isEmpty], [[], true])
  t.match(faults.add({ effect: { status: 500, body: [] } }), { id: 'fault_1' })
})

t.test(
  'a draw is the same in every version: it depends on the fault, the namespace, the request and its count',
  async t => {
    const faults = new FaultSet()
    faults.add(randomFault)
    const target = { namespace: 'w', operation: 'getNumber', e164: '+14155551234' }
    const draws = Array.from(
      { length: 16 },
      (_, priorCalls) => faults.select('arrival', { ...target, priorCalls }).length,
    )
    t.strictSame(draws, [0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 1, 0, 1, 0, 1, 0])
  },
)

t.test('a namespace has at most 1,000 faults; exhausted ones are replaced', t =>
  withSandbox(t, {}, async (t, { call, inNamespace, control, sandbox }) => {
    await inNamespace('w', 'GET', number)
    const { faults } = sandbox.namespaces.default
    for (let turn = 0; turn < 999; turn++) faults.add({ operation: 'listTrunks', effect: { status: 500 } })
    const set = () => control('POST', '/faults?namespace=*', { body: { effect: { status: 503 }, times: 1 } })
    t.equal((await set()).status, 200)
    const reason = 'must not exceed 1000 faults in a namespace; remove some'
    t.strictSame(statusAndBody(await set()), invalid({ field: 'body', reason }))
    t.strictSame(
      [faults.list().length, sandbox.namespaces.find('w')?.faults.list().length],
      [1_000, 1],
      'nor in another namespace',
    )
    t.equal((await call('GET', number)).status, 503)
    t.equal((await set()).status, 200)
    t.strictSame(
      faults
        .list()
        .slice(-2)
        .map(({ id }) => id),
      ['fault_999', 'fault_1001'],
    )
    t.equal((await control('DELETE', '/faults/fault_1')).status, 200)
    t.equal((await set()).status, 200)
  }),
)

t.test('the faults of all namespaces have at most 4 MiB; exhausted ones are replaced', t =>
  withSandbox(t, {}, async (t, { call, inNamespace, control, sandbox }) => {
    await inNamespace('w', 'GET', number)
    const { namespaces } = sandbox
    const effect = { status: 503, body: 'x'.repeat(60_000) }
    const set = (namespace: string, times?: number) =>
      control('POST', `/faults?namespace=${namespace}`, {
        body: { operation: 'getNumber', effect, ...(times && { times }) },
      })
    t.equal((await set('default', 1)).status, 200)
    while (namespaces.default.faults.list().length < 35)
      namespaces.default.faults.add({ operation: 'listTrunks', effect })
    const other = namespaces.find('w')
    while ((await set('w')).status === 200);
    const full = invalid({ field: 'body', reason: 'must not exceed 4 MiB together with all other faults; remove some' })
    for (const namespace of ['w', 'default', 'another', '*'])
      t.strictSame(statusAndBody(await set(namespace)), full, namespace)
    t.strictSame([namespaces.default.faults.list().length, other?.faults.list().length], [35, 34])
    t.equal((await call('GET', number)).status, 503)
    t.equal((await set('w')).status, 200, 'replaces an exhausted fault')
    t.strictSame([namespaces.default.faults.list().length, other?.faults.list().length], [34, 35])
    t.strictSame(statusAndBody(await set('w')), full)
    t.equal((await control('DELETE', '/faults?namespace=w')).status, 200)
    t.equal((await set('*')).status, 200)
  }),
)
