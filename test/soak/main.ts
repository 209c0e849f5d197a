import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { SoakClient } from './client.ts'
import { useNamespaces } from './namespaces.ts'
import { nest } from './nested.ts'
import { Server } from './process.ts'
import { Random } from './random.ts'
import { pipeline, sendFaultyRequests, Unfinished } from './rude.ts'
import { Tally } from './tally.ts'
import { Writer } from './writer.ts'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { seed: { type: 'string' }, port: { type: 'string', default: '4069' } },
})
const minutes = Number(positionals[0] ?? 5)
const seed = Number(values.seed ?? Date.now() % 2 ** 31)
const port = Number(values.port)
const random = new Random(seed)
const tally = new Tally()

const folder = mkdtempSync(join(tmpdir(), 'tryvox-soak-'))
const e164s = Array.from({ length: 1_000 }, (_, at) => `+1415${5_000_000 + at}`)
const account_id = 'acc_123abc'
writeFileSync(
  join(folder, 'seed.json'),
  JSON.stringify({
    accounts: [{ id: account_id }],
    keys: [{ key: 'tvx_sk_test_sandbox', account_id }],
    trunks: [{ id: 'trunk_abc123', account_id }],
    applications: [{ id: 'app_xyz789', account_id }],
    numbers: e164s.map(e164 => ({ e164, account_id })),
  }),
)
const writers = Array.from({ length: 40 }, (_, at) => new Writer(e164s.slice(at * 25, at * 25 + 25), tally))
const names = Array.from({ length: 200 }, (_, at) => `n${at}`)

/** Loads a server for this long, or until it is killed. */
async function load(server: Server, milliseconds: number): Promise<void> {
  const deadline = Date.now() + milliseconds
  const isOver = () => Date.now() >= deadline || !server.isRunning
  const client = new SoakClient(port, tally)
  const newRandom = () => new Random(random.between(0, 2 ** 31))
  const unfinished = new Unfinished(port, 1_000, newRandom())
  await Promise.all([
    ...writers.map(writer => writer.write(client, newRandom(), isOver)),
    // Each client has its own namespaces, because it keeps the model of their state.
    ...Array.from({ length: 10 }, (_, at) =>
      useNamespaces(client, names.slice(at * 20, at * 20 + 20), newRandom(), tally, isOver),
    ),
    ...Array.from({ length: 10 }, () => sendFaultyRequests(port, newRandom(), isOver)),
    ...Array.from({ length: 5 }, () => pipeline(port, newRandom(), isOver)),
    nest(client, newRandom(), tally, isOver),
  ])
  unfinished.end()
  client.end()
}

/** Starts the server again and compares its state with the models of the clients. */
async function restart(): Promise<Server> {
  const server = await Server.start(folder, port)
  const client = new SoakClient(port, tally)
  for (const writer of writers) await writer.compare(client)
  client.end()
  return server
}

/** Runs the server again and again for a few seconds and ends it under load: twice by SIGKILL, then once by SIGTERM. */
async function runRepeatedly(until: number): Promise<void> {
  for (let run = 1; Date.now() < until; run++) {
    const server = await restart()
    const ended = pause(random.between(2_000, 20_000)).then(() => (run % 3 === 0 ? shutDown(server) : kill(server)))
    await Promise.all([load(server, 60_000), ended])
  }
}

async function kill(server: Server): Promise<void> {
  if (!server.isRunning) tally.report('ended', `unexpectedly; see ${folder}/log`)
  await server.kill()
  tally.kills++
}

/** Stops the server. It must exit with 0 within a second, whatever its clients do. */
async function shutDown(server: Server): Promise<void> {
  if (!server.isRunning) tally.report('ended', `unexpectedly; see ${folder}/log`)
  const { code, milliseconds } = await server.end()
  tally.shutdowns++
  tally.maxShutdownMs = Math.max(tally.maxShutdownMs, milliseconds)
  if (code !== 0 || milliseconds > 1_000) tally.report('ended', `exit ${code} after ${milliseconds} ms`)
}

/** Runs the server for a long time, with an idle phase at the end, and reports its memory. */
async function measureMemory(until: number): Promise<{ line: string; isFlat: boolean }> {
  const server = await restart()
  const sizes: number[] = []
  const timer = setInterval(() => {
    const size = server.isRunning ? server.memory() : Number.NaN
    if (size > 0) sizes.push(size)
  }, 1_000)
  const before = server.descriptors()
  await load(server, until - Date.now())
  clearInterval(timer)
  await pause(20_000)
  const after = server.isRunning ? server.descriptors() : 'none'
  await shutDown(server)
  // After the journal is full and the code is compiled.
  const [settled, last] = [median(sizes, 0.4), median(sizes, 0.8)]
  const line = `RSS ${median(sizes, 0)} MiB in the first fifth, ${settled} in the third, ${last} in the last, ${Math.max(...sizes)} at most`
  return {
    line: `${line}; descriptors ${before} before the load and ${after} after it`,
    isFlat: last <= settled * 1.1 + 16,
  }
}

/** The median of the fifth of the values that starts at this fraction. */
function median(values: readonly number[], from: number): number {
  const fifth = values.slice(values.length * from, values.length * (from + 0.2)).sort((a, b) => a - b)
  return fifth[Math.floor(fifth.length / 2)] ?? Number.NaN
}

console.log(`soak: ${minutes} minutes, seed ${seed}, in ${folder}`)
const start = Date.now()
const progress = setInterval(() => {
  const done = Math.round((Date.now() - start) / 60_000)
  console.log(`minute ${done} of ${minutes}: ${tally.calls} calls, ${tally.kills} kills, ${tally.shutdowns} shutdowns`)
}, 60_000)
await runRepeatedly(start + minutes * 30_000)
const memory = await measureMemory(start + minutes * 60_000)
await shutDown(await restart())
clearInterval(progress)
const { calls, kills, shutdowns, maxShutdownMs, lost, different, undescribed, ended } = tally
console.log(`${calls} calls, ${kills} kills, ${shutdowns} shutdowns by SIGTERM, the longest in ${maxShutdownMs} ms`)
console.log(`${memory.line}: ${memory.isFlat ? 'flat' : 'growing'}`)
console.log(
  `${lost} acknowledged writes lost, ${different} differences from the model, ${undescribed} responses outside the OpenAPI document, ${ended} failed shutdowns`,
)
const failed = lost + different + undescribed + ended > 0 || !memory.isFlat
if (!failed) rmSync(folder, { recursive: true, force: true })
process.exit(failed ? 1 : 0)
