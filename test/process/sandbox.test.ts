import t from 'tap'
import { number, statusAndBody, unauthorized } from '../responses.ts'
import { covered, serve } from '../run.ts'

const memory = ['--database', 'memory']

t.test('the options configure the sandbox', async t => {
  const args = [
    ...memory,
    '--clock',
    '2026-04-09T11:15:00Z',
    '--namespaces',
    '5',
    '--allow-host',
    'a.com',
    '--variant',
    'delete-nothing=404',
  ]
  const server = await serve(t, t.testdir(), args)
  const body = { trunk_id: 'trunk_abc123' }
  t.match((await server.call('POST', `${number}/assign`, { body })).body, { updated_at: '2026-04-09T11:15:00Z' })
  const { body: info } = await server.call('GET', '/_sandbox/info')
  const { uptime_ms, version, ...rest } = info as Record<string, unknown>
  const variants = {
    'success-status': '200',
    'assign-equal': 'stays',
    'delete-nothing': '404',
    'delete-other-kind': 'stays',
    'trunk-list': 'data',
    'number-format-status': '400',
  }
  const delivery = { deliver_anywhere: false }
  const limits = { namespaces: 5, journal: 1_000, journal_total: 100_000 }
  const options = {
    host: 'localhost',
    port: 0,
    seed: null,
    ...limits,
    allow_host: ['a.com'],
    allow_origin: [],
    ...delivery,
  }
  t.strictSame(rest, { database: 'memory', variants, options, namespaces: 1 })
  t.match([uptime_ms, version], [Number, /^\d+\.\d+\.\d+$/])
  t.equal((await server.end()).code, 0)
})

t.test('with --controls-off there is no control API, but namespaces and hints still work', async t => {
  const server = await serve(t, t.testdir(), [...memory, '--controls-off', '--seed', 'none'], covered)
  t.equal((await server.call('GET', '/_sandbox/info')).status, 404)
  const response = await server.call('GET', number)
  t.strictSame(statusAndBody(response), unauthorized)
  t.equal(response.headers['x-sandbox-namespace'], 'default')
  t.equal(response.headers['x-sandbox-hint'], 'unknown API key; add a key with --key')
  t.equal((await server.end()).code, 0)
})
