import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { replaceSection } from '../../openapi/replace-section.ts'
import type { Contestant, RunningServer } from './contestant.ts'
import { startContestant } from './contestant.ts'
import { limits, sandboxServer, withoutSandbox } from './contestants.ts'
import { pinned } from './core.ts'
import { coldStarts, memoryUnderLoad, namespaceTimes } from './once.ts'
import { peers } from './peers.ts'
import type { Durations, Measurements } from './rounds.ts'
import { median, ratio, takeTurns } from './rounds.ts'

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '4' },
    memory: { type: 'string', default: '60' },
  },
})
const durations: Durations = { rounds: Number(values.rounds), seconds: Number(values.seconds) }

const folder = mkdtempSync(join(tmpdir(), 'tryvox-bench-'))
process.on('exit', () => rmSync(folder, { recursive: true, force: true }))
const sandbox = sandboxServer('tryvox-sandbox', 1_000)

async function withServers<T>(
  contestants: readonly Contestant[],
  use: (servers: RunningServer[]) => Promise<T>,
): Promise<T> {
  const servers: RunningServer[] = []
  try {
    for (const contestant of contestants) {
      const serverFolder = mkdtempSync(join(folder, 'one-'))
      servers.push(await startContestant(contestant, serverFolder))
    }
    return await use(servers)
  } finally {
    for (const server of servers) await server.end()
  }
}

const lines: string[] = []
function print(line: string): void {
  lines.push(line)
  console.log(line)
}

/** Prints a table of all servers, with the ratio of `name` to each of them. */
function printTable(measurements: Measurements, name: string): void {
  const own = measurements.get(name) ?? []
  print('| server | responses per second | p50 ms | p99 ms | ratio of tryvox-sandbox to it |')
  print('| --- | --- | --- | --- | --- |')
  for (const [other, results] of measurements) {
    const medianOf = (what: 'rate' | 'p50' | 'p99') => median(results.map(result => result[what]))
    const comparison =
      other === name
        ? ''
        : ratio(
            own.map(({ rate }) => rate),
            results.map(({ rate }) => rate),
          )
    print(
      `| ${other} | ${Math.round(medianOf('rate'))} | ${medianOf('p50').toFixed(1)} | ${medianOf('p99').toFixed(1)} | ${comparison} |`,
    )
  }
}

async function main(): Promise<void> {
  const { installed, missing } = peers()
  print(
    '\nThe server runs on one core and the load on another. The log goes to a file, and the sandbox is on. Medians, with minimum and maximum.',
  )
  if (!pinned) print('Not pinned to cores: taskset or a second core is missing.')
  if (missing.length > 0) print(`Missing: ${missing.join(', ')}.`)
  await withServers([sandbox, withoutSandbox, ...limits, ...installed], async servers => {
    for (const connections of [64, 256]) {
      print(
        `\nEvery request changes an assignment, which tryvox-sandbox stores on disk before it responds; ${connections} connections:\n`,
      )
      printTable(await takeTurns(servers, ({ kind }) => ({ kind, connections }), durations), sandbox.name)
    }
    print('')
    for (const name of [sandbox.name, 'Prism']) {
      const server = servers.find(each => each.name === name)
      if (server)
        print(
          `- ${name}: ${await memoryUnderLoad(server, Number(values.memory))} MiB after ${values.memory} s of load.`,
        )
    }
  })
  await scale()
  mkdirSync(join(folder, 'cold'))
  const constantServer = limits.find(({ name }) => name === 'Fastify, a constant')
  const starts = await coldStarts(
    [sandbox, ...(constantServer ? [constantServer] : []), ...installed.slice(0, 1)],
    join(folder, 'cold'),
    10,
  )
  for (const { name, milliseconds } of starts)
    print(`- ${name}: ${milliseconds} ms from start to the first correct response.`)
  const { namespace, reset } = await namespaceTimes()
  print(`- A namespace is created in ${namespace.toFixed(1)} µs and reset in ${reset.toFixed(1)} µs.`)
  writeReadme(lines)
}

/** The same load with many numbers and many namespaces, and the two reads. */
async function scale(): Promise<void> {
  const configure = { kind: 'configure', connections: 64 } as const
  await withServers([sandboxServer('1,000,000 numbers', 1_000_000), sandbox], async servers => {
    const many = { ...configure, numbers: 1_000_000 }
    const measurements = await takeTurns(servers, ({ name }) => (name === sandbox.name ? configure : many), durations)
    printRatio(measurements, '1,000,000 numbers', sandbox.name)
  })
  const namespaces = [
    sandboxServer('500 namespaces', 1_000, undefined, true),
    sandboxServer('one namespace', 1_000, undefined, true),
  ]
  await withServers(namespaces, async servers => {
    const measurements = await takeTurns(
      servers,
      ({ name }) => ({ ...configure, namespaces: name === 'one namespace' ? 1 : 500 }),
      durations,
    )
    printRatio(measurements, '500 namespaces', 'one namespace')
  })
  await withServers([sandbox], async servers => {
    for (const kind of ['one', 'list'] as const) {
      const results = (await takeTurns(servers, () => ({ kind, connections: 64 }), durations)).get(sandbox.name) ?? []
      print(
        `- GET ${kind === 'one' ? 'of a number' : 'of a list of 20'}: ${Math.round(median(results.map(({ rate }) => rate)))} per second.`,
      )
    }
  })
}

function printRatio(measurements: Measurements, name: string, other: string): void {
  const rates = (of: string) => (measurements.get(of) ?? []).map(({ rate }) => rate)
  print(`- ${name} to ${other === sandbox.name ? '1,000' : other}: ${ratio(rates(name), rates(other))}.`)
}

/** Writes the results into the README, between its comments. */
function writeReadme(text: readonly string[]): void {
  const readme = new URL('../../README.md', import.meta.url)
  writeFileSync(readme, replaceSection(readFileSync(readme, 'utf8'), 'bench', 'npm run bench', text.join('\n').trim()))
}

await main()
