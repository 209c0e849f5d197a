import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { Client } from './client.ts'
import { useNamespaces } from './namespaces.ts'
import { nest } from './nested.ts'
import { Server } from './process.ts'
import { Random } from './random.ts'
import { beRude, pipeline, Unfinished } from './rude.ts'
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
const names = Array.from({ length: 200 }, (_, at) => `w${at}`)

/** Full load on one server for so many milliseconds, or until it is killed. */
async function load(server: Server, milliseconds: number): Promise<void> {
  const ends = Date.now() + milliseconds
  const enough = () => Date.now() >= ends || !server.runs
  const client = new Client(port, tally)
  const ownRandom = () => new Random(random.between(0, 2 ** 31))
  const unfinished = new Unfinished(port, 1_000, ownRandom())
  await Promise.all([
    ...writers.map(writer => writer.write(client, ownRandom(), enough)),
    // Each has namespaces of its own, since it is what knows their state.
    ...Array.from({ length: 10 }, (_, at) =>
      useNamespaces(client, names.slice(at * 20, at * 20 + 20), ownRandom(), tally, enough),
    ),
    ...Array.from({ length: 10 }, () => beRude(port, ownRandom(), enough)),
    ...Array.from({ length: 5 }, () => pipeline(port, ownRandom(), enough)),
    nest(client, ownRandom(), tally, enough),
  ])
  unfinished.end()
  client.end()
}

/** What the file holds after the end of a process is what its clients know. */
async function restart(): Promise<Server> {
  const server = await Server.start(folder, port)
  const client = new Client(port, tally)
  for (const writer of writers) await writer.compare(client)
  client.end()
  return server
}

/** Lives of some seconds, each ended in the middle of its load: two by SIGKILL, then one by SIGTERM. */
async function lives(until: number): Promise<void> {
  for (let life = 1; Date.now() < until; life++) {
    const server = await restart()
    const ended = pause(random.between(2_000, 20_000)).then(() => (life % 3 === 0 ? end(server) : kill(server)))
    await Promise.all([load(server, 60_000), ended])
  }
}

async function kill(server: Server): Promise<void> {
  if (!server.runs) tally.report('ended', `by itself; see ${folder}/log`)
  await server.kill()
  tally.kills++
}

/** Whoever is connected and whatever they have sent, it ends with 0 within a second. */
async function end(server: Server): Promise<void> {
  if (!server.runs) tally.report('ended', `by itself; see ${folder}/log`)
  const { code, milliseconds } = await server.end()
  tally.ends++
  tally.longestEnd = Math.max(tally.longestEnd, milliseconds)
  if (code !== 0 || milliseconds > 1_000) tally.report('ended', `exit ${code} after ${milliseconds} ms`)
}

/** One life to the end, with time to be idle before it. Tells how its memory went. */
async function watched(until: number): Promise<{ line: string; isFlat: boolean }> {
  const server = await restart()
  const seen: number[] = []
  const watch = setInterval(() => {
    const size = server.runs ? server.memory() : Number.NaN
    if (size > 0) seen.push(size)
  }, 1_000)
  const before = server.descriptors()
  await load(server, until - Date.now())
  clearInterval(watch)
  await pause(20_000)
  const after = server.runs ? server.descriptors() : 'none'
  await end(server)
  // Once the journal is full and the code is warm.
  const [settled, last] = [median(seen, 0.4), median(seen, 0.8)]
  const line = `RSS ${median(seen, 0)} MiB in the first fifth, ${settled} in the third, ${last} in the last, ${Math.max(...seen)} at most`
  return {
    line: `${line}; descriptors ${before} before the load and ${after} after it`,
    isFlat: last <= settled * 1.1 + 16,
  }
}

/** Of the fifth of the values that begins at this part of them. */
function median(values: readonly number[], from: number): number {
  const fifth = values.slice(values.length * from, values.length * (from + 0.2)).sort((one, other) => one - other)
  return fifth[Math.floor(fifth.length / 2)] ?? Number.NaN
}

console.log(`soak: ${minutes} minutes, seed ${seed}, in ${folder}`)
const begun = Date.now()
const progress = setInterval(() => {
  const done = Math.round((Date.now() - begun) / 60_000)
  console.log(`minute ${done} of ${minutes}: ${tally.calls} calls, ${tally.kills} kills, ${tally.ends} ends`)
}, 60_000)
await lives(begun + minutes * 30_000)
const memory = await watched(begun + minutes * 60_000)
await end(await restart())
clearInterval(progress)
const { calls, kills, ends, longestEnd, lost, different, undescribed, ended } = tally
console.log(`${calls} calls, ${kills} kills, ${ends} ends by SIGTERM, the longest in ${longestEnd} ms`)
console.log(`${memory.line}: ${memory.isFlat ? 'flat' : 'it has grown'}`)
console.log(
  `${lost} acknowledged writes lost, ${different} differences from the model, ${undescribed} answers outside the OpenAPI document, ${ended} wrong ends`,
)
const failed = lost + different + undescribed + ended > 0 || !memory.isFlat
if (!failed) rmSync(folder, { recursive: true, force: true })
process.exit(failed ? 1 : 0)
