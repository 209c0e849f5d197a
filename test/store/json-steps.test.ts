import fc from 'fast-check'
import t from 'tap'
import { JsonError, parseInSteps } from '../../src/base/json-steps.ts'
import { runToEnd } from '../../src/base/turns.ts'

function parsed(text: string): unknown {
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

t.test('a text is parsed as JSON.parse does it', async t => {
  const value = fc.jsonValue({ maxDepth: 4 })
  const lists = fc.dictionary(fc.string(), fc.oneof(fc.array(value), value), { maxKeys: 4 })
  const texts = fc
    .tuple(fc.oneof(value, fc.array(value), lists), fc.constantFrom(0, 1, '\t'))
    .map(([json, space]) => JSON.stringify(json, null, space))
  fc.assert(fc.property(texts, text => t.strictSame(parsed(text), JSON.parse(text))))
})

t.test('what JSON.parse refuses is refused', async t => {
  const signs = fc.array(fc.constantFrom(...'[]{},:"\\ 1a', '"a":', 'null', '{"a":[', ']}'), { maxLength: 12 })
  fc.assert(
    fc.property(signs, parts => t.strictSame(parsed(parts.join('')), expected(parts.join('')))),
    { numRuns: 2_000 },
  )
})

t.test('a list that is parsed in many steps is one list, and no comma of it may be missing or left over', async t => {
  const long = JSON.stringify('x\\"[,'.repeat(16_384))
  const list = [long, '{}', long, long, '1'].join(',')
  t.strictSame(parsed(`{"a": [${list}], "b": []}`), JSON.parse(`{"a": [${list}], "b": []}`))
  const space = ' '.repeat(70_000)
  t.strictSame(parsed(`[${space}]`), [])
  for (const wrong of [
    `[${space},1]`,
    `[${list},${space}]`,
    `[${list},]`,
    `[,${list}]`,
    `[${long},,${long}]`,
    `[${long} ${long}]`,
    `[${list}`,
    `[${list}}`,
  ])
    t.equal(parsed(wrong), 'is not valid JSON', `${wrong.length}`)
  t.strictSame([...parseInSteps(`[${list}]`)].length, 3, 'one after each part that is long enough')
})

t.test('what would be long to parse in one step is refused', async t => {
  const long = '1'.repeat(1024 * 1024 + 1)
  for (const text of [`{"a":"${long}"}`, `{"a":[1,"${long}"]}`, `[${long}]`, `{"a":{"b":${long}}}`])
    t.equal(parsed(text), 'has a value of more than 1 MiB')
  const nested = (depth: number) => `{"a":[${'['.repeat(depth)}${']'.repeat(depth)}]}`
  t.strictSame(parsed(nested(62)), JSON.parse(nested(62)))
  t.equal(parsed(nested(63)), 'must not nest deeper than 64 levels')
  const fields = (count: number) => `{${Array.from({ length: count }, (_, at) => `"${at}":1`)}}`
  t.strictSame(parsed(fields(100)), JSON.parse(fields(100)))
  t.equal(parsed(fields(101)), 'has more than 100 fields')
})

t.test('a lone surrogate is refused', async t => {
  const text = '{"a":["\\ud83d\\ude00"],"b":"\\\\ud83d"}'
  t.strictSame(parsed(text), JSON.parse(text))
  for (const wrong of ['{"a":["\\ud83d"]}', '{"a":"\\ude00"}', '{"\\uD83D":1}'])
    t.equal(parsed(wrong), 'must not contain a lone surrogate', wrong)
})

t.test('a name that objects have by birth is a field like others', async t => {
  const text = '{"__proto__":[1],"constructor":{"prototype":2}}'
  t.equal(JSON.stringify(parsed(text)), text)
})
