import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { lookup } from '../../src/network/address.ts'
import { resetParts } from '../../src/sandbox/control/state.ts'
import { Sandbox } from '../../src/sandbox/sandbox.ts'
import { demo } from '../../src/store/demo.ts'
import { MemoryStore } from '../../src/store/memory.ts'
import { readSeed } from '../../src/store/seed-check.ts'
import type { Contestant, RunningServer } from './contestant.ts'
import { startContestant } from './contestant.ts'
import { median } from './rounds.ts'
import { send } from './wrk.ts'

/** The median time from the start of a process to its first correct response, in milliseconds. */
export async function coldStarts(contestants: readonly Contestant[], folder: string, times: number) {
  const durations = new Map<string, number[]>(contestants.map(({ name }) => [name, []]))
  for (let time = 0; time < times; time++) {
    for (const contestant of contestants) {
      const serverFolder = join(folder, `cold-${contestant.name}-${time}`)
      mkdirSync(serverFolder)
      const started = performance.now()
      const server = await startContestant(contestant, serverFolder)
      durations.get(contestant.name)?.push(performance.now() - started)
      await server.end()
    }
  }
  return [...durations].map(([name, values]) => ({ name, milliseconds: Math.round(median(values)) }))
}

/** Resident memory after load, in MiB. */
export async function memoryUnderLoad(server: RunningServer, seconds: number): Promise<number> {
  const { port, kind } = server
  await send(port, { kind, connections: 64, seconds })
  return server.memory()
}

/** The time to create and to reset a namespace with the demo seed, in microseconds. */
export async function namespaceTimes() {
  const store = new MemoryStore(readSeed(demo))
  const limits = { namespace: 1_000, all: 100_000 }
  const deliver = { lookup, anywhere: false, inContainer: false, backoff: [] }
  const options = { store, limit: 100_000, journal: limits, clock: null, now: Date.now, deliver }
  const sandbox = new Sandbox({ ...options, onUnexpectedError: console.error })
  const times = 10_000
  const measure = async (act: (at: number) => unknown) => {
    const started = performance.now()
    for (let at = 0; at < times; at++) await act(at)
    return ((performance.now() - started) * 1_000) / times
  }
  const namespace = await measure(at => sandbox.namespaces.getOrCreate(`n${at}`))
  const reset = await measure(at => resetParts(sandbox, sandbox.namespaces.getOrCreate(`n${at}`)))
  return { namespace, reset }
}
