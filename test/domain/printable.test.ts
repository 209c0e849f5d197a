import t from 'tap'
import { printable, printableLine } from '../../src/base/printable.ts'
import { unprintable } from '../secret-samples.ts'

const characters = [...unprintable]

t.test('printableLine escapes control characters and bidirectional marks as in JSON', async t => {
  for (const character of characters) {
    const escaped = printableLine(`a${character}b`)
    t.match(escaped, /^a\\u[0-9a-f]{4}b$/)
    t.equal(JSON.parse(`"${escaped}"`), `a${character}b`)
  }
  t.equal(printableLine('\u001b[31m\r\nFORGED\u202e'), '\\u001b[31m\\u000d\\u000aFORGED\\u202e')
})

t.test('printable keeps line ends and tabs', async t => {
  t.equal(printable('a\n\tb\r\nc'), 'a\n\tb\\u000d\nc')
  t.equal(printable(unprintable).length, 6 * (characters.length - 2) + 2)
})

t.test('other characters are not changed', async t => {
  const text = ' ~caf\u00e9 \u4e2d\u6587 \ud83d\ude00 \u200b\u00a0'
  t.strictSame([printableLine(text), printable(text)], [text, text])
})
