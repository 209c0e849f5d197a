import t from 'tap'
import type { JournalEntry } from '../../src/sandbox/journal.ts'
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
  queue.retain(item => item !== 4_998)
  t.strictSame([queue.shift(), queue.shift(), queue.shift(), queue.length], [4_997, 4_999, undefined, 0])
})

t.test('journals keep to the limit of each and of all, through thousands of entries and a clearing', async t => {
  const journals = new Journals({ namespace: 10, all: 25 }, error => t.error(error))
  const three = [new Journal(), new Journal(), new Journal()] as const
  const add = (journal: Journal) => journals.add(journal, { id: journal.nextId() } as JournalEntry)
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

t.test(
  'journals keep to a limit in bytes too: 2,560 for each entry that may be kept, and 16 MiB at the least',
  async t => {
    for (const [all, mebibytes] of [
      [10, 16],
      [20_000, (20_000 * 2_560) / 1024 / 1024],
    ] as const) {
      const journals = new Journals({ namespace: all, all }, error => t.error(error))
      const journal = new Journal()
      const other = new Journal()
      const texts = { path: 'x'.repeat(1024 * 1024), requestId: '' }
      const add = (to: Journal) => journals.add(to, { id: to.nextId(), ...texts } as JournalEntry)
      add(other)
      for (let turn = 0; turn < 1.5 * mebibytes; turn++) add(journal)
      // Two bytes a character, and 512 for the rest.
      const most = Math.min(all, Math.floor((mebibytes * 1024 * 1024) / (2 * 1024 * 1024 + 512)))
      t.strictSame([journal.entries.length, other.entries.length], [most, 0], `${all} entries`)
      t.equal(journal.entries.list().at(-1)?.id, Math.ceil(1.5 * mebibytes))
      journals.clear(journal)
      add(other)
      t.strictSame([journal.entries.length, other.entries.length], [0, 1])
    }
  },
)

t.test('watchers are told what comes, what is dropped for it and what is cleared', async t => {
  const journals = new Journals({ namespace: 2, all: 3 }, error => t.error(error))
  const [one, other] = [new Journal(), new Journal()]
  const told: unknown[] = []
  const unwatch = journals.watchChanges((entry, dropped) =>
    told.push([entry?.path ?? null, dropped.map(({ path }) => path)]),
  )
  const add = (to: Journal, path: string) => journals.add(to, { id: to.nextId(), path, requestId: '' } as JournalEntry)
  for (const path of ['a', 'b', 'c']) add(one, path)
  for (const path of ['d', 'e']) add(other, path)
  journals.clear(other)
  unwatch()
  add(one, 'f')
  t.strictSame(told, [
    ['a', []],
    ['b', []],
    ['c', ['a']],
    ['d', []],
    ['e', ['b']],
    [null, ['d', 'e']],
  ])
})
