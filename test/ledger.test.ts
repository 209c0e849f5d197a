import t from 'tap'
import { rows } from '../src/ledger/ledger.ts'
import { readingOf } from '../src/ledger/reading.ts'
import { outcome } from './answer.ts'
import { withSandbox } from './sandbox/open.ts'
import { files } from './tree.ts'

const tests = files('test/**/*.test.ts').map(({ text }) => text)

t.test('every row of the ledger has a test that bears its id', async t => {
  const untested = rows.filter(({ id }) => !tests.some(text => new RegExp(`\\brow\\(t, '${id}'`).test(text)))
  t.strictSame(
    untested.map(({ id }) => id),
    [],
  )
})

t.test('an id names one row', async t => {
  t.strictSame([...new Set(rows.map(({ id }) => id))].length, rows.length)
})

t.test('the controls show every row', t =>
  withSandbox(t, {}, async (t, { control }) => {
    const shown = rows.map(row => ({ ...row, reading: readingOf(row.id) }))
    t.strictSame(outcome(await control('GET', '/ledger')), [200, { rows: shown }])
  }),
)
