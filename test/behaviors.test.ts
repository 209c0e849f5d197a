import t from 'tap'
import { behaviors } from '../src/behaviors/catalog.ts'
import { variantOf } from '../src/behaviors/variant.ts'
import { statusAndBody } from './responses.ts'
import { withSandbox } from './sandbox/open.ts'
import { files } from './tree.ts'

const tests = files('test/**/*.test.ts').map(({ text }) => text)

t.test('every behavior has a test with its id', async t => {
  const untested = behaviors.filter(
    ({ id }) => !tests.some(text => new RegExp(`\\bbehaviorTest\\(t, '${id}'`).test(text)),
  )
  t.strictSame(
    untested.map(({ id }) => id),
    [],
  )
})

t.test('every behavior has a unique id', async t => {
  t.strictSame([...new Set(behaviors.map(({ id }) => id))].length, behaviors.length)
})

t.test('the control API returns every behavior', t =>
  withSandbox(t, {}, async (t, { control }) => {
    const expected = behaviors.map(behavior => ({ ...behavior, variant: variantOf(behavior.id) }))
    t.strictSame(statusAndBody(await control('GET', '/behaviors')), [200, { behaviors: expected }])
  }),
)
