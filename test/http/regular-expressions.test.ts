import t from 'tap'
import { attacksOn, expressions, textOf } from './regular-expressions.ts'

/** Of the text, in characters: a head of HTTP has at most 16,384, and a body of the API 65,536. */
const lengths = [256, 2_048, 32_768]
/** A search in linear time takes 0.1 ms for the longest of these texts, and one in quadratic time half a second. */
const mostMicroseconds = 100_000

/** By the time that this thread was computing, which does not depend on what else the machine does. */
function isSlow(regex: RegExp): boolean {
  return attacksOn(regex).some(attack =>
    lengths.some(length => {
      const text = textOf(attack, length)
      const before = process.threadCpuUsage()
      text.replace(regex, '')
      return process.threadCpuUsage(before).user > mostMicroseconds
    }),
  )
}

t.test('no regular expression takes quadratic time, whatever it is given', async t => {
  const all = expressions()
  t.ok(all.length > 90)
  for (const { place, regex } of all) t.notOk(isSlow(regex), place)
})

t.test('a regular expression that takes quadratic time is found', async t => {
  for (const regex of [/\s+$/, /([?&][^=&]*secret[^=&]*=)[^&]*/gi, /^x:\w*\d*$/, /<[^>]*>/])
    t.ok(isSlow(regex), regex.source)
})
