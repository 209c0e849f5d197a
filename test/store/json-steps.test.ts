import fc from 'fast-check'
import t from 'tap'
import { JsonError, parseInSteps } from '../../src/base/json-steps.ts'
import { runToEnd } from '../../src/base/turns.ts'

function parse(text: string): unknown {
  try {
    return runToEnd(parseInSteps(text))
  } catch (error) {
    if (error instanceof JsonError) return error.message
    throw error
  }
}

function expected(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return 'is not valid JSON'
  }
}

t.test('the result is the same as that of JSON.parse', async t => {
  const value = fc.jsonValue({ maxDepth: 4 })
  const lists = fc.dictionary(fc.string(), fc.oneof(fc.array(value), value), { maxKeys: 4 })
  const texts = fc
    .tuple(fc.oneof(value, fc.array(value), lists), fc.constantFrom(0, 1, '\t'))
    .map(([json, space]) => JSON.stringify(json, null, space))
  fc.assert(fc.property(texts, text => t.strictSame(parse(text), JSON.parse(text))))
})

t.test('text that JSON.parse rejects is rejected', async t => {
  const tokens = fc.array(fc.constantFrom(...'[]{},:"\\ 1a', '"a":', 'null', '{"a":[', ']}'), { maxLength: 12 })
  fc.assert(
    fc.property(tokens, parts => t.strictSame(parse(parts.join('')), expected(parts.join('')))),
    { numRuns: 2_000 },
  )
})

t.test('a list that is parsed in many steps is complete, and missing or extra commas are errors', async t => {
  const long = JSON.stringify('x\\"[,'.repeat(16_384))
  const list = [long, '{}', long, long, '1'].join(',')
  t.strictSame(parse(`{"a": [${list}], "b": []}`), JSON.parse(`{"a": [${list}], "b": []}`))
  const space = ' '.repeat(70_000)
  t.strictSame(parse(`[${space}]`), [])
  for (const invalid of [
    `[${space},1]`,
    `[${list},${space}]`,
    `[${list},]`,
    `[,${list}]`,
    `[${long},,${long}]`,
    `[${long} ${long}]`,
    `[${list}`,
    `[${list}}`,
  ])
    t.equal(parse(invalid), 'is not valid JSON', `${invalid.length}`)
  t.strictSame([...parseInSteps(`[${list}]`)].length, 3, 'a step ends after each part that is long enough')
})

t.test('a value that would take long to parse in one step is rejected', async t => {
  const long = '1'.repeat(1024 * 1024 + 1)
  for (const text of [`{"a":"${long}"}`, `{"a":[1,"${long}"]}`, `[${long}]`, `{"a":{"b":${long}}}`])
    t.equal(parse(text), 'has a value of more than 1 MiB')
  const nested = (depth: number) => `{"a":[${'['.repeat(depth)}${']'.repeat(depth)}]}`
  t.strictSame(parse(nested(62)), JSON.parse(nested(62)))
  t.equal(parse(nested(63)), 'must not nest deeper than 64 levels')
  const fields = (count: number) => `{${Array.from({ length: count }, (_, at) => `"${at}":1`)}}`
  t.strictSame(parse(fields(100)), JSON.parse(fields(100)))
  t.equal(parse(fields(101)), 'has more than 100 fields')
})

t.test('a lone surrogate is rejected', async t => {
  const text = '{"a":["\\ud83d\\ude00"],"b":"\\\\ud83d"}'
  t.strictSame(parse(text), JSON.parse(text))
  for (const invalid of ['{"a":["\\ud83d"]}', '{"a":"\\ude00"}', '{"\\uD83D":1}'])
    t.equal(parse(invalid), 'must not contain a lone surrogate', invalid)
})

t.test('__proto__ and constructor are ordinary fields', async t => {
  const text = '{"__proto__":[1],"constructor":{"prototype":2}}'
  t.equal(JSON.stringify(parse(text)), text)
})
