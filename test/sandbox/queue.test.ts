import t from 'tap'
import type { JournalEntry } from '../../src/sandbox/journal.ts'
import { Journal, Journals } from '../../src/sandbox/journal.ts'
import { Queue } from '../../src/sandbox/queue.ts'

t.test('a queue returns items in the order in which they were added', async t => {
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

t.test('journals keep the limits per namespace and in total, with thousands of entries and after clearing', async t => {
  const journals = new Journals({ namespace: 10, all: 25 }, error => t.error(error))
  const journalList = [new Journal(), new Journal(), new Journal()] as const
  const add = (journal: Journal) => journals.add(journal, { id: journal.nextId() } as JournalEntry)
  const keptIds = () => journalList.map(({ entries }) => entries.list().map(({ id }) => id))
  for (let turn = 0; turn < 2_000; turn++) add(journalList[0])
  t.strictSame(keptIds(), [[1_991, 1_992, 1_993, 1_994, 1_995, 1_996, 1_997, 1_998, 1_999, 2_000], [], []])
  for (let turn = 0; turn < 9; turn++) for (const journal of journalList.slice(1)) add(journal)
  const ids = [1, 2, 3, 4, 5, 6, 7, 8, 9]
  t.strictSame(
    keptIds(),
    [[1_994, 1_995, 1_996, 1_997, 1_998, 1_999, 2_000], ids, ids],
    'the oldest entries of all journals were dropped',
  )
  journals.clear(journalList[1])
  for (let turn = 0; turn < 10; turn++) add(journalList[1])
  t.strictSame(keptIds(), [[1_995, 1_996, 1_997, 1_998, 1_999, 2_000], [...ids, 10], ids])
  t.strictSame(
    journalList.map(({ dropped }) => dropped),
    [1_994, 0, 0],
  )
})

t.test('journals have a limit in bytes too: 2,560 for each entry of the limit, but at least 16 MiB', async t => {
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
    // Two bytes per character, and 512 for the rest.
    const expected = Math.min(all, Math.floor((mebibytes * 1024 * 1024) / (2 * 1024 * 1024 + 512)))
    t.strictSame([journal.entries.length, other.entries.length], [expected, 0], `${all} entries`)
    t.equal(journal.entries.list().at(-1)?.id, Math.ceil(1.5 * mebibytes))
    journals.clear(journal)
    add(other)
    t.strictSame([journal.entries.length, other.entries.length], [0, 1])
  }
})

t.test('watchers get added, dropped and cleared entries', async t => {
  const journals = new Journals({ namespace: 2, all: 3 }, error => t.error(error))
  const [first, second] = [new Journal(), new Journal()]
  const changes: unknown[] = []
  const unwatch = journals.watchChanges((entry, dropped) =>
    changes.push([entry?.path ?? null, dropped.map(({ path }) => path)]),
  )
  const add = (to: Journal, path: string) => journals.add(to, { id: to.nextId(), path, requestId: '' } as JournalEntry)
  for (const path of ['a', 'b', 'c']) add(first, path)
  for (const path of ['d', 'e']) add(second, path)
  journals.clear(second)
  unwatch()
  add(first, 'f')
  t.strictSame(changes, [
    ['a', []],
    ['b', []],
    ['c', ['a']],
    ['d', []],
    ['e', ['b']],
    [null, ['d', 'e']],
  ])
})
