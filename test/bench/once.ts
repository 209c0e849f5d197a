import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { lookup } from '../../src/network/address.ts'
import { resetParts } from '../../src/sandbox/control/state.ts'
import { Sandbox } from '../../src/sandbox/sandbox.ts'
import { demo } from '../../src/store/demo.ts'
import { MemoryStore } from '../../src/store/memory.ts'
import { readSeed } from '../../src/store/seed-check.ts'
import type { Contestant, Running } from './contestant.ts'
import { begin } from './contestant.ts'
import { median } from './rounds.ts'
import { send } from './wrk.ts'

/** From the start of the process to its first right answer, in milliseconds: the median of so many, one by one. */
export async function coldStarts(contestants: readonly Contestant[], folder: string, times: number) {
  const taken = new Map<string, number[]>(contestants.map(({ name }) => [name, []]))
  for (let time = 0; time < times; time++) {
    for (const contestant of contestants) {
      const its = join(folder, `cold-${contestant.name}-${time}`)
      mkdirSync(its)
      const started = performance.now()
      const running = await begin(contestant, its)
      taken.get(contestant.name)?.push(performance.now() - started)
      await running.end()
    }
  }
  return [...taken].map(([name, values]) => ({ name, milliseconds: Math.round(median(values)) }))
}

/** Resident memory after load, in MiB. */
export async function memoryUnderLoad(running: Running, seconds: number): Promise<number> {
  const { port, kind } = running
  await send(port, { kind, connections: 64, seconds })
  return running.memory()
}

/** Microseconds for a namespace to be made, and for one to be reset, with the demo's seed. */
export async function smallThings() {
  const store = new MemoryStore(readSeed(demo))
  const limits = { namespace: 1_000, all: 100_000 }
  const deliver = { lookup, anywhere: false, inContainer: false, backoff: [] }
  const options = { store, limit: 100_000, journal: limits, clock: null, now: Date.now, deliver }
  const sandbox = new Sandbox({ ...options, onUnexpectedError: console.error })
  const times = 10_000
  const one = async (act: (at: number) => unknown) => {
    const started = performance.now()
    for (let at = 0; at < times; at++) await act(at)
    return ((performance.now() - started) * 1_000) / times
  }
  const namespace = await one(at => sandbox.namespaces.getOrCreate(`w${at}`))
  const reset = await one(at => resetParts(sandbox, sandbox.namespaces.getOrCreate(`w${at}`)))
  return { namespace, reset }
}
