import t from 'tap'
import type { Entry } from '../../src/sandbox/journal.ts'
import { Journal, Journals } from '../../src/sandbox/journal.ts'
import { Queue } from '../../src/sandbox/queue.ts'

t.test('what goes in first comes out first, however much has gone', async t => {
  const queue = new Queue<number>()
  const out: (number | undefined)[] = []
  for (let item = 0; item < 5_000; item++) {
    queue.push(item)
    if (queue.length > 3) out.push(queue.shift())
  }
  t.strictSame(queue.list(), [4_997, 4_998, 4_999])
  t.strictSame(
    out,
    Array.from({ length: 4_997 }, (_, at) => at),
  )
  queue.keep(item => item !== 4_998)
  t.strictSame([queue.shift(), queue.shift(), queue.shift(), queue.length], [4_997, 4_999, undefined, 0])
})

t.test('journals keep to the limit of each and of all, through thousands of entries and a clearing', async t => {
  const journals = new Journals({ world: 10, all: 25 }, error => t.error(error))
  const three = [new Journal(), new Journal(), new Journal()] as const
  const add = (journal: Journal) => journals.add(journal, { id: journal.next() } as Entry)
  const kept = () => three.map(({ entries }) => entries.list().map(({ id }) => id))
  for (let turn = 0; turn < 2_000; turn++) add(three[0])
  t.strictSame(kept(), [[1_991, 1_992, 1_993, 1_994, 1_995, 1_996, 1_997, 1_998, 1_999, 2_000], [], []])
  for (let turn = 0; turn < 9; turn++) for (const journal of three.slice(1)) add(journal)
  const ids = [1, 2, 3, 4, 5, 6, 7, 8, 9]
  t.strictSame(kept(), [[1_994, 1_995, 1_996, 1_997, 1_998, 1_999, 2_000], ids, ids], 'the oldest of all went')
  journals.clear(three[1])
  for (let turn = 0; turn < 10; turn++) add(three[1])
  t.strictSame(kept(), [[1_995, 1_996, 1_997, 1_998, 1_999, 2_000], [...ids, 10], ids])
  t.strictSame(
    three.map(({ dropped }) => dropped),
    [1_994, 0, 0],
  )
})
