import { mock } from 'node:test'
import FakeTimers from '@sinonjs/fake-timers'
import type { Test } from 'tap'
import t from 'tap'
import type { LocalSandbox } from '../../src/index.ts'
import { createSandbox } from '../../src/index.ts'
import { configuration, number } from '../responses.ts'
import { key } from '../server.ts'
import { files } from '../tree.ts'

/** Installs fake timers that stand still at 2000-01-01. Returns a function that removes them. */
type Install = () => () => void

const past = Date.UTC(2000, 0, 1)
const apis = ['setTimeout', 'setInterval', 'setImmediate', 'Date'] as const

const runners: Record<string, Install> = {
  'those of Vitest': () => {
    const clock = FakeTimers.install({ now: past, toNotFake: ['nextTick', 'queueMicrotask'] })
    return () => clock.uninstall()
  },
  'those of node:test': () => {
    mock.timers.enable({ apis: [...apis], now: past })
    return () => mock.timers.reset()
  },
}

const fakeEverything: Install = () => {
  const clock = FakeTimers.install({ now: past })
  return () => clock.uninstall()
}

const databases: Record<string, (t: Test) => string> = { memory: () => 'memory', file: t => `${t.testdir()}/x.db` }
const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' }
const assignment = { method: 'POST', headers, body: '{"trunk_id":"trunk_abc123"}' }
// The test has a timeout for promises that never settle. It is set before the timers are replaced.
const timeout = 30_000

/** Uses every part of the package that uses a timer. */
async function use(t: Test, { faults, fetch: inMemory, journal, calls, clock, state, reset, url }: LocalSandbox) {
  await faults.set({ operation: 'getNumber', effect: { delay_ms: 5 } })
  const startTime = (await clock.get())?.now
  const response = await inMemory(`${number}/assign`, assignment)
  const { updated_at, ...rest } = (await response.json()) as { updated_at: string }
  t.strictSame({ ...rest, updated_at: '' }, configuration({ trunk_id: 'trunk_abc123', updated_at: '' }))
  t.ok(Date.parse(updated_at) > past && Date.parse(String(startTime)) > past, 'the time is real')
  t.equal((await inMemory(number, { headers })).status, 200)
  t.equal((await fetch(`${url}${number}`, { headers })).status, 200)
  t.equal(await journal.verify({ operation: 'getNumber', count: 2 }), 2)
  t.equal((await journal.list()).length, 3)
  const { message } = await journal.verify({ status: 418, timeout_ms: 5 } as object).catch(error => error)
  t.equal(message, '0 requests match; expected at least 1; the closest request has status 200, not 418')
  t.match(await calls.simulate({ from: '+14155550100', to: '+14155551234' }), { outcome: 'trunk' })
  await state.put(await state.get())
  await reset()
  t.strictSame(await faults.list(), [])
}

for (const [runner, install] of Object.entries(runners)) {
  for (const [store, database] of Object.entries(databases)) {
    t.test(`a sandbox on ${store} keeps running under fake timers, ${runner}`, { timeout }, async t => {
      const sandbox = await createSandbox({ database: database(t) })
      const uninstall = install()
      try {
        await use(t, sandbox)
        await sandbox.close()
      } finally {
        uninstall()
      }
    })

    t.test(`a sandbox on ${store} starts and closes under fake timers, ${runner}`, { timeout }, async t => {
      const file = database(t)
      const uninstall = install()
      try {
        const sandbox = await createSandbox({ database: file })
        await use(t, sandbox)
        await sandbox.close()
      } finally {
        uninstall()
      }
    })
  }
}

t.test('if ticks are faked too, the error explains what to do', { timeout }, async t => {
  const sandbox = await createSandbox()
  const attempts = [createSandbox, sandbox.reset, sandbox.close, () => sandbox.fetch('/readyz')]
  const uninstall = fakeEverything()
  const messages: string[] = []
  try {
    for (const attempt of attempts) await attempt().catch(({ message }) => messages.push(message))
  } finally {
    uninstall()
  }
  const line =
    'fake timers replace process.nextTick or queueMicrotask, which Node.js needs for HTTP; do not fake these two: ' +
    'jest.useFakeTimers({ doNotFake: ["nextTick", "queueMicrotask"] }), or the option toNotFake of Sinon'
  t.strictSame(messages, [line, line, line, line])
  t.equal((await sandbox.fetch('/readyz')).status, 200)
  await sandbox.close()
})

t.test('all files use timers and the time through base/timers.ts', async t => {
  const names = 'setTimeout|clearTimeout|setInterval|clearInterval|setImmediate|clearImmediate|performance|hrtime'
  const used = new RegExp(`\\b(?:${names}|node:timers|Date\\.now|AbortSignal\\.timeout)\\b|new Date\\(\\)`, 'g')
  const found = files('src/**/*.ts').map(({ path, text }) => {
    const imported = /^import \{ ([^}]*) \} from '\S*\/timers\.ts'$/m.exec(text)?.[1]?.split(', ') ?? []
    return { path, names: [...text.matchAll(used)].map(([name]) => name).filter(name => !imported.includes(name)) }
  })
  t.strictSame(
    found.filter(({ names }) => names.length > 0).map(({ path }) => path),
    ['src/base/timers.ts'],
  )
})
