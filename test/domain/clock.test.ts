import t from 'tap'
import { fromIso, realClock, setClock, toIso } from '../../src/domain/clock.ts'

t.test('the real clock has whole seconds', async t => {
  t.equal(realClock(() => 1_775_054_400_999)(0), 1_775_054_400)
})

t.test('the real clock is never before the previous change', async t => {
  const clock = realClock(() => 5_000)
  t.equal(clock(4), 5)
  t.equal(clock(9), 9)
})

t.test('the real clock reads the time at every change', async t => {
  let milliseconds = 1_000
  const clock = realClock(() => milliseconds)
  t.equal(clock(0), 1)
  milliseconds = 2_000
  t.equal(clock(0), 2)
})

t.test('a frozen clock is used even if it is before the previous change', async t => {
  t.equal(setClock(5)(9), 5)
})

t.test('a timestamp is formatted with whole seconds and Z, and parsed', async t => {
  t.equal(toIso(1_775_053_800), '2026-04-01T14:30:00Z')
  t.equal(fromIso('2026-04-01T14:30:00Z'), 1_775_053_800)
  t.equal(fromIso('2026-04-01T14:30:00.999Z'), 1_775_053_800)
  t.equal(toIso(0), '1970-01-01T00:00:00Z')
})
