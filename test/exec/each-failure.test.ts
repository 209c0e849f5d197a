import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { covered, run } from '../run.ts'

const client = fileURLToPath(new URL('retrying.ts', import.meta.url))
const careless = [process.execPath, client]
const careful = [...careless, 'careful']

/** Without what is never the same twice. */
const plain = (text: string) =>
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
const begun = ['as it is', 'distinct changes: 3; runs: 6, in about N s']
const calls = [
  'POST …/trunks {"name":"Ours","auth_type":"ip"}',
  'POST …/+14155551234/assign {"trunk_id":"trunk_NEW"}',
  'DELETE …/+14155551234/assign',
]

t.test('a client that creates again what was created already is found out', async t => {
  const cwd = t.testdir()
  const args = ['exec', '--each-failure', '--report', 'report.xml', '--', ...careless]
  const { code, stdout, stderr } = await run(t, cwd, args, covered)
  t.strictSame([code, stdout], [1, ''])
  const left = 'the trunks are trunk_abc123, trunk_NEW, trunk_NEW'
  const told = [
    'call  answer lost 503 before',
    `   1  FAILS       passes      ${calls[0]}`,
    `   2  passes      passes      ${calls[1]}`,
    `   3  passes      passes      ${calls[2]}`,
    `call 1, ${calls[0]}: answer lost: exit code 1, and ${left}`,
    '  again: tryvox-sandbox exec --failure lost:createTrunk:1 -- CLIENT',
  ]
  t.equal(plain(stderr), lines(...begun, ...runs, ...told))
  const call = calls[0]?.replaceAll('"', '&quot;')
  const again = 'tryvox-sandbox exec --failure lost:createTrunk:1 -- CLIENT'
  t.match(
    plain(readFileSync(`${cwd}/report.xml`, 'utf8')),
    `
    <testcase classname="exec" name="as it is"/>
    <testcase classname="call 1" name="${call}: answer lost"><failure message="exit code 1, and ${left}; ${again}">exit code 1, and ${left}
${again}</failure></testcase>
    <testcase classname="call 1" name="${call}: 503 before"/>`,
  )
})

t.test('one that looks first passes, also where its runs are side by side', async t => {
  const args = ['exec', '--each-failure', '--side-by-side', '12', '--', ...careful]
  const { code, stdout, stderr } = await run(t, t.testdir(), args, covered)
  t.equal(stdout, '')
  const told = [
    'call  answer lost 503 before',
    ...calls.map((call, at) => `   ${at + 1}  passes      passes      ${call}`),
    'passes under every failure',
  ]
  // Each line comes when its run has ended.
  const sorted = (text: string) => text.split('\n').sort()
  t.strictSame([code, sorted(plain(stderr))], [0, sorted(lines(...begun, ...runs, ...told))])
})

t.test('one failure alone is shown again, and told where it is not met', async t => {
  const once = (which: string) =>
    run(t, t.testdir(), ['exec', '--failure', which, '--', ...careless], covered).then(({ code, stderr }) => [
      code,
      plain(stderr),
    ])
  const trunks = (...names: string[]) => `the trunks are ${names.join(', ')}`
  const twice = trunks('trunk_abc123', 'trunk_NEW', 'trunk_NEW')
  t.strictSame(await once('lost:createTrunk:1'), [1, lines(`lost:createTrunk:1: ${twice}`)])
  t.strictSame(await once('503:createTrunk:1'), [0, lines(`503:createTrunk:1: ${trunks('trunk_abc123', 'trunk_NEW')}`)])
  t.strictSame(await once('503:createTrunk:2'), [1, lines('503:createTrunk:2: that call was not made')])
})
