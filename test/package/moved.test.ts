import { readdirSync, rmSync } from 'node:fs'
import t from 'tap'
import { keepProcessAlive } from '../../src/client/keep-process-alive.ts'
import { createSandbox } from '../../src/index.ts'
import { start } from '../../src/server/start.ts'
import { readSettings } from '../../src/settings/settings.ts'
import { number } from '../responses.ts'
import { call } from '../server.ts'

t.test('a sandbox whose file is removed rescues its state, and close() rejects with the path', async t => {
  const folder = t.testdir()
  const sandbox = await createSandbox({ database: `${folder}/x.db` })
  const printed = t.capture(console, 'error')
  rmSync(`${folder}/x.db`)
  const error = await sandbox.close().catch(error => error)
  const [rescued] = readdirSync(folder)
  const place = `state was rescued to ${folder}/${rescued}`
  t.equal(error.message, `${folder}/x.db was removed, renamed or replaced while in use; the ${place}`)
  t.strictSame(printed.args(), [[`tryvox-sandbox: ${error.message}`]])
  await t.rejects(fetch(`${sandbox.url}/healthz`), { cause: { code: 'ECONNREFUSED' } })
  const restartError = await createSandbox({ database: `${folder}/x.db` }).catch(error => error.message)
  t.equal(restartError, `${folder}/x.db: its ${place}; move it to ${folder}/x.db, or start over with --fresh`)
})

t.test('a server that has lost its database is alive but not ready, and reads and writes fail', async t => {
  const folder = t.testdir()
  const settings = readSettings({ host: '127.0.0.1', port: '0', database: `${folder}/x.db` }, {})
  const unexpectedErrors: unknown[] = []
  const { promise, resolve } = Promise.withResolvers<Error>()
  const { app, url } = await start({
    settings,
    onStorageFailure: resolve,
    onUnexpectedError: error => unexpectedErrors.push(error),
  })
  const port = Number(new URL(url).port)
  rmSync(`${folder}/x.db`)
  const error = await keepProcessAlive(promise)
  const calls: [number, string][] = []
  for (const [method, path, body] of [
    ['GET', '/healthz'],
    ['GET', '/readyz'],
    ['GET', number],
    ['POST', `${number}/assign`, { trunk_id: 'trunk_abc123' }],
  ] as const) {
    const { status, text } = await call(port, method, path, { body })
    calls.push([status, text])
  }
  const internal = '{"error":{"code":"INTERNAL_ERROR","message":"Internal server error"}}'
  t.strictSame(calls, [
    [200, '{"status":"ok"}'],
    [503, '{"status":"database lost"}'],
    [500, internal],
    [500, internal],
  ])
  t.strictSame(unexpectedErrors, [error, error])
  await t.rejects(app.close(), error)
})
