import t from 'tap'
import { MemoryStore } from '../../src/store/memory.ts'
import { storeContract } from './contract.ts'
import { planted, seed, trunk } from './fixture.ts'

storeContract(t, t => {
  const store = new MemoryStore(seed)
  t.teardown(() => store.close())
  return store
})

t.test('what one store changed is not seen in another of the same seed', async t => {
  const [one, other] = [new MemoryStore(seed), new MemoryStore(seed)]
  const free = planted('+14155550001')
  await one.change({}, () => ({ write: [{ ...free, assignment: trunk }], answer: null }))
  t.strictSame(await other.findNumber(free.e164), free)
})
