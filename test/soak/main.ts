import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { Client } from './client.ts'
import { Server } from './process.ts'
import { Random } from './random.ts'
import { beRude, openIdle } from './rude.ts'
import { Tally } from './tally.ts'
import { useWorlds } from './world.ts'
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
  const idle = openIdle(port, 1_000)
  await Promise.all([
    ...writers.map(writer => writer.write(client, ownRandom(), enough)),
    // Each has worlds of its own, since it is what knows their state.
    ...Array.from({ length: 10 }, (_, at) =>
      useWorlds(client, names.slice(at * 20, at * 20 + 20), ownRandom(), tally, enough),
    ),
    ...Array.from({ length: 10 }, () => beRude(port, ownRandom(), enough)),
  ])
  for (const socket of idle) socket.destroy()
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

/** Lives of some seconds, each ended by SIGKILL in the middle of its load. */
async function kills(until: number): Promise<void> {
  while (Date.now() < until) {
    const server = await restart()
    const killed = pause(random.between(2_000, 20_000)).then(() => server.kill())
    await Promise.all([load(server, 60_000), killed])
    tally.kills++
  }
}

/** One life to the end: its memory is looked at, and how it ends. */
async function life(until: number): Promise<string> {
  const server = await restart()
  const seen: number[] = []
  const watch = setInterval(() => seen.push(server.memory()), 5_000)
  const before = server.descriptors()
  await load(server, until - Date.now())
  clearInterval(watch)
  await pause(20_000)
  const at = (part: number) => seen[Math.floor((seen.length - 1) * part)]
  const line = `RSS ${at(0.1)} MiB at the start, ${at(0.5)} in the middle, ${at(1)} at the end, ${Math.max(...seen)} at most`
  const descriptors = `descriptors ${before} before the load and ${server.descriptors()} after it`
  return `${line}; ${descriptors}; exit ${await server.end()}`
}

console.log(`soak: ${minutes} minutes, seed ${seed}, in ${folder}`)
const begun = Date.now()
const progress = setInterval(() => {
  const done = Math.round((Date.now() - begun) / 60_000)
  console.log(`minute ${done} of ${minutes}: ${tally.calls} calls, ${tally.kills} kills`)
}, 60_000)
await kills(begun + minutes * 30_000)
const line = await life(begun + minutes * 60_000)
const last = await restart()
await last.end()
clearInterval(progress)
const { calls, kills: killed, lost, different, undescribed } = tally
console.log(`${calls} calls, ${killed} kills, ${line}`)
console.log(
  `${lost} acknowledged writes lost, ${different} differences from the model, ${undescribed} answers outside the OpenAPI document`,
)
const failed = lost + different + undescribed > 0
if (!failed) rmSync(folder, { recursive: true, force: true })
process.exit(failed ? 1 : 0)
