import t from 'tap'
import { MemoryStore } from '../../src/store/memory.ts'
import { storeContract } from './contract.ts'
import { seed, seedNumber, trunk } from './fixture.ts'

storeContract(t, t => {
  const store = new MemoryStore(seed)
  t.teardown(() => store.close())
  return store
})

t.test('a change in one store does not affect another store with the same seed', async t => {
  const [first, second] = [new MemoryStore(seed), new MemoryStore(seed)]
  const free = seedNumber('+14155550001')
  await first.change({}, () => ({ write: [{ ...free, assignment: trunk }], result: null }))
  t.strictSame(await second.findNumber(free.e164), free)
})
