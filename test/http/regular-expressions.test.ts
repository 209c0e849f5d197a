import t from 'tap'
import { attacksOn, expressions, textOf } from './regular-expressions.ts'

/** Lengths of texts in characters. The head of a request has at most 16,384, and a body of the API 65,536. */
const lengths = [256, 2_048, 32_768]
/** The limit for a search. For the longest text, linear time takes 0.1 ms and quadratic time half a second. */
const maxMicroseconds = 100_000

/** Measures the CPU time of this thread, which does not depend on the load of the machine. */
function isSlow(regex: RegExp): boolean {
  return attacksOn(regex).some(attack =>
    lengths.some(length => {
      const text = textOf(attack, length)
      const before = process.threadCpuUsage()
      text.replace(regex, '')
      return process.threadCpuUsage(before).user > maxMicroseconds
    }),
  )
}

t.test('no regular expression takes quadratic time', async t => {
  const all = expressions()
  t.ok(all.length > 90)
  for (const { place, regex } of all) t.notOk(isSlow(regex), place)
})

t.test('the test detects a regular expression that takes quadratic time', async t => {
  for (const regex of [/\s+$/, /([?&][^=&]*secret[^=&]*=)[^&]*/gi, /^x:\w*\d*$/, /<[^>]*>/])
    t.ok(isSlow(regex), regex.source)
})
