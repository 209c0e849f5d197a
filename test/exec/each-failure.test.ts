import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { covered, run } from '../run.ts'

const client = fileURLToPath(new URL('retrying.ts', import.meta.url))
const careless = [process.execPath, client]
const careful = [...careless, 'careful']

/** Masks values that differ from run to run. */
const mask = (text: string) =>
  text
    .replaceAll(/trunk_[a-z0-9]{10}/g, 'trunk_NEW')
    .replaceAll(careless.join(' '), 'CLIENT')
    .replaceAll(/in about \d+ s/g, 'in about N s')
const lines = (...all: string[]) => all.map(line => `tryvox-sandbox: ${line}\n`).join('')

const runs = [
  '1 of 6: lost:createTrunk:1',
  '2 of 6: 503:createTrunk:1',
  '3 of 6: lost:assignTrunk:+14155551234:1',
  '4 of 6: 503:assignTrunk:+14155551234:1',
  '5 of 6: lost:unassignTrunk:+14155551234:1',
  '6 of 6: 503:unassignTrunk:+14155551234:1',
]
const heading = ['baseline', 'distinct changes: 3; runs: 6, in about N s']
const calls = [
  'POST …/trunks {"name":"Main","auth_type":"ip"}',
  'POST …/+14155551234/assign {"trunk_id":"trunk_NEW"}',
  'DELETE …/+14155551234/assign',
]

t.test('a client that creates a trunk twice fails', async t => {
  const cwd = t.testdir()
  const args = ['exec', '--each-failure', '--report', 'report.xml', '--', ...careless]
  const { code, stdout, stderr } = await run(t, cwd, args, covered)
  t.strictSame([code, stdout], [1, ''])
  const finalState = 'the trunks are trunk_abc123, trunk_NEW, trunk_NEW'
  const results = [
    'call  no response 503',
    `   1  FAILS       passes      ${calls[0]}`,
    `   2  passes      passes      ${calls[1]}`,
    `   3  passes      passes      ${calls[2]}`,
    `call 1, ${calls[0]}: no response: exit code 1, and ${finalState}`,
    '  rerun: tryvox-sandbox exec --failure lost:createTrunk:1 -- CLIENT',
  ]
  t.equal(mask(stderr), lines(...heading, ...runs, ...results))
  const call = calls[0]?.replaceAll('"', '&quot;')
  const rerun = 'tryvox-sandbox exec --failure lost:createTrunk:1 -- CLIENT'
  t.match(
    mask(readFileSync(`${cwd}/report.xml`, 'utf8')),
    `
    <testcase classname="exec" name="baseline"/>
    <testcase classname="call 1" name="${call}: no response"><failure message="exit code 1, and ${finalState}; ${rerun}">exit code 1, and ${finalState}
${rerun}</failure></testcase>
    <testcase classname="call 1" name="${call}: 503"/>`,
  )
})

t.test('a client that checks before it repeats passes, also with parallel runs', async t => {
  const args = ['exec', '--each-failure', '--side-by-side', '12', '--', ...careful]
  const { code, stdout, stderr } = await run(t, t.testdir(), args, covered)
  t.equal(stdout, '')
  const results = [
    'call  no response 503',
    ...calls.map((call, at) => `   ${at + 1}  passes      passes      ${call}`),
    'passes with every failure',
  ]
  // Parallel runs end in any order.
  const sorted = (text: string) => text.split('\n').sort()
  t.strictSame([code, sorted(mask(stderr))], [0, sorted(lines(...heading, ...runs, ...results))])
})

t.test('--failure repeats one failure, and fails if the request is not sent', async t => {
  const runWith = (which: string) =>
    run(t, t.testdir(), ['exec', '--failure', which, '--', ...careless], covered).then(({ code, stderr }) => [
      code,
      mask(stderr),
    ])
  const trunks = (...names: string[]) => `the trunks are ${names.join(', ')}`
  const duplicated = trunks('trunk_abc123', 'trunk_NEW', 'trunk_NEW')
  t.strictSame(await runWith('lost:createTrunk:1'), [1, lines(`lost:createTrunk:1: ${duplicated}`)])
  t.strictSame(await runWith('503:createTrunk:1'), [
    0,
    lines(`503:createTrunk:1: ${trunks('trunk_abc123', 'trunk_NEW')}`),
  ])
  t.strictSame(await runWith('503:createTrunk:2'), [1, lines('503:createTrunk:2: the request was not sent')])
})
