import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { replaceSection } from '../../openapi/replace-section.ts'
import type { Contestant, Running } from './contestant.ts'
import { begin } from './contestant.ts'
import { limits, ours, withoutSandbox } from './contestants.ts'
import { pinned } from './core.ts'
import { coldStarts, memoryUnderLoad, smallThings } from './once.ts'
import { peers } from './peers.ts'
import type { Lengths, Seen } from './rounds.ts'
import { median, ratio, takeTurns } from './rounds.ts'

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '4' },
    memory: { type: 'string', default: '60' },
  },
})
const lengths: Lengths = { rounds: Number(values.rounds), seconds: Number(values.seconds) }

const folder = mkdtempSync(join(tmpdir(), 'tryvox-bench-'))
process.on('exit', () => rmSync(folder, { recursive: true, force: true }))
const us = ours('tryvox-sandbox', 1_000)

async function all<T>(contestants: readonly Contestant[], use: (runnings: Running[]) => Promise<T>): Promise<T> {
  const runnings: Running[] = []
  try {
    for (const contestant of contestants) {
      const its = mkdtempSync(join(folder, 'one-'))
      runnings.push(await begin(contestant, its))
    }
    return await use(runnings)
  } finally {
    for (const running of runnings) await running.end()
  }
}

const lines: string[] = []
function say(line: string): void {
  lines.push(line)
  console.log(line)
}

/** Ours beside each other, with `name` as the one that is ours. */
function table(seen: Seen, name: string): void {
  const mine = seen.get(name) ?? []
  say('| server | answers a second | p50 ms | p99 ms | ours over it |')
  say('| --- | --- | --- | --- | --- |')
  for (const [other, results] of seen) {
    const of = (what: 'rate' | 'p50' | 'p99') => median(results.map(result => result[what]))
    const compared =
      other === name
        ? ''
        : ratio(
            mine.map(({ rate }) => rate),
            results.map(({ rate }) => rate),
          )
    say(`| ${other} | ${Math.round(of('rate'))} | ${of('p50').toFixed(1)} | ${of('p99').toFixed(1)} | ${compared} |`)
  }
}

async function main(): Promise<void> {
  const { there, missing } = peers()
  say(
    '\nOne core for the server, one for the load; the log is written, to a file; the sandbox is on. Medians, with lowest and highest.',
  )
  if (!pinned) say('Not pinned to cores: taskset or a second core is missing.')
  if (missing.length > 0) say(`Missing: ${missing.join(', ')}.`)
  await all([us, withoutSandbox, ...limits, ...there], async runnings => {
    for (const connections of [64, 256]) {
      say(`\nA change of route on every call, durable before its answer, ${connections} connections:\n`)
      table(await takeTurns(runnings, ({ kind }) => ({ kind, connections }), lengths), us.name)
    }
    say('')
    for (const name of [us.name, 'Prism']) {
      const running = runnings.find(each => each.name === name)
      if (running)
        say(`- ${name}: ${await memoryUnderLoad(running, Number(values.memory))} MiB after ${values.memory} s of load.`)
    }
  })
  await scale()
  mkdirSync(join(folder, 'cold'))
  const bare = limits.find(({ name }) => name === 'Fastify, a constant')
  const starts = await coldStarts([us, ...(bare ? [bare] : []), ...there.slice(0, 1)], join(folder, 'cold'), 10)
  for (const { name, milliseconds } of starts)
    say(`- ${name}: ${milliseconds} ms from its start to its first right answer.`)
  const { namespace, reset } = await smallThings()
  say(`- A namespace is made in ${namespace.toFixed(1)} µs and reset in ${reset.toFixed(1)} µs.`)
  write(lines)
}

/** The same load where there is more of everything, and the two reads. */
async function scale(): Promise<void> {
  const configure = { kind: 'configure', connections: 64 } as const
  await all([ours('1,000,000 numbers', 1_000_000), us], async runnings => {
    const many = { ...configure, numbers: 1_000_000 }
    const seen = await takeTurns(runnings, ({ name }) => (name === us.name ? configure : many), lengths)
    compare(seen, '1,000,000 numbers', us.name)
  })
  const namespaces = [ours('500 namespaces', 1_000, undefined, true), ours('one namespace', 1_000, undefined, true)]
  await all(namespaces, async runnings => {
    const seen = await takeTurns(
      runnings,
      ({ name }) => ({ ...configure, namespaces: name === 'one namespace' ? 1 : 500 }),
      lengths,
    )
    compare(seen, '500 namespaces', 'one namespace')
  })
  await all([us], async runnings => {
    for (const kind of ['one', 'list'] as const) {
      const results = (await takeTurns(runnings, () => ({ kind, connections: 64 }), lengths)).get(us.name) ?? []
      say(
        `- GET ${kind === 'one' ? 'of one number' : 'of a list of 20'}: ${Math.round(median(results.map(({ rate }) => rate)))} a second.`,
      )
    }
  })
}

function compare(seen: Seen, name: string, other: string): void {
  const rates = (of: string) => (seen.get(of) ?? []).map(({ rate }) => rate)
  say(`- ${name} over ${other === us.name ? '1,000' : other}: ${ratio(rates(name), rates(other))}.`)
}

/** Into the README, between its comments. */
function write(text: readonly string[]): void {
  const readme = new URL('../../README.md', import.meta.url)
  writeFileSync(readme, replaceSection(readFileSync(readme, 'utf8'), 'bench', 'npm run bench', text.join('\n').trim()))
}

await main()
