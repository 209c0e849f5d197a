import t from 'tap'
import { behaviors } from '../src/behaviors/catalog.ts'
import { variantOf } from '../src/behaviors/variant.ts'
import { outcome } from './responses.ts'
import { withSandbox } from './sandbox/open.ts'
import { files } from './tree.ts'

const tests = files('test/**/*.test.ts').map(({ text }) => text)

t.test('every row of the ledger has a test that bears its id', async t => {
  const untested = behaviors.filter(({ id }) => !tests.some(text => new RegExp(`\\brow\\(t, '${id}'`).test(text)))
  t.strictSame(
    untested.map(({ id }) => id),
    [],
  )
})

t.test('an id names one row', async t => {
  t.strictSame([...new Set(behaviors.map(({ id }) => id))].length, behaviors.length)
})

t.test('the controls show every row', t =>
  withSandbox(t, {}, async (t, { control }) => {
    const shown = behaviors.map(row => ({ ...row, variant: variantOf(row.id) }))
    t.strictSame(outcome(await control('GET', '/behaviors')), [200, { behaviors: shown }])
  }),
)
