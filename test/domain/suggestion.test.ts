import t from 'tap'
import { closest } from '../../src/base/suggestion.ts'

t.test('a suggestion is close to the word and never the word itself', async t => {
  t.equal(closest('trunk_abc12', ['trunk_xyz', 'trunk_abc123']), 'trunk_abc123')
  t.equal(closest('trunk_abc123', ['trunk_abc124', 'trunk_abc123']), undefined)
  t.equal(closest('cat', ['xyz']), undefined)
})

t.test('long words and many candidates do not make a suggestion slow', async t => {
  const long = 'x'.repeat(101)
  t.equal(closest(long, [`${long}y`]), undefined)
  let compared = 0
  const candidates = (function* () {
    for (;;) {
      compared++
      yield 'another'
    }
  })()
  t.equal(closest('trunk', candidates), undefined)
  t.equal(compared, 250)
})
