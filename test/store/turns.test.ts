import fc from 'fast-check'
import t from 'tap'
import { sorted } from '../../src/base/sort.ts'
import { inTurns, nextTurn, runToEnd } from '../../src/base/turns.ts'

t.test('inTurns lets other work run and returns the result', async t => {
  let hasRun = false
  setTimeout(() => {
    hasRun = true
  })
  const done = await inTurns(
    (function* () {
      while (!hasRun) yield
      return 'done'
    })(),
  )
  t.equal(done, 'done')
})

t.test('concurrent tasks take turns, one task per turn of the event loop', async t => {
  const order: string[] = []
  const work = async (name: string) => {
    for (let turn = 0; turn < 3; turn++) {
      await nextTurn()
      order.push(name)
    }
  }
  const turns = async () => {
    while (order.length < 6) {
      const before = order.length
      await new Promise(setImmediate)
      t.ok(order.length <= before + 1)
    }
  }
  await Promise.all([work('a'), work('b'), turns()])
  t.strictSame(order, ['a', 'b', 'a', 'b', 'a', 'b'])
})

t.test('an exception of a task reaches its caller', async t => {
  const work = function* () {
    yield
    throw new Error('broken')
  }
  await t.rejects(inTurns(work()), new Error('broken'))
  t.throws(() => runToEnd(work()), new Error('broken'))
})

t.test('sorted gives the same result as Array.toSorted', async t => {
  const compare = (a: number, b: number) => a - b
  const short = fc.array(fc.integer())
  const long = fc.array(fc.integer({ max: 1_000 }), { minLength: 1_000, maxLength: 5_000 })
  fc.assert(
    fc.property(fc.oneof(short, long), all => t.strictSame(runToEnd(sorted(all, compare)), all.toSorted(compare))),
  )
  const descending = Array.from({ length: 2_500 }, (_, at) => 2_500 - at)
  t.strictSame(runToEnd(sorted(descending, compare)), descending.toReversed())
})
