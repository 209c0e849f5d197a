import t from 'tap'
import { readTask } from '../../src/settings/command-line.ts'
import type { Settings } from '../../src/settings/settings.ts'

const defaults: Settings = {
  host: 'localhost',
  port: 4060,
  tls: null,
  file: '.tryvox-sandbox/sandbox.db',
  fresh: false,
  seed: null,
  additions: { account: 'acc_123abc', keys: [], numbers: [], trunks: [], applications: [] },
  variants: {},
  sandbox: {
    namespaces: 10_000,
    journal: { namespace: 1_000, all: 100_000 },
    clock: null,
    controls: true,
    token: null,
    hosts: [],
    origins: [],
    anywhere: false,
  },
}

/** The settings of the server. */
function settings(args: readonly string[], environment: NodeJS.ProcessEnv = {}): Settings {
  const task = readTask(args, environment, '1.2.3')
  if (task.name !== 'serve') throw new Error(`the task is ${task.name}`)
  return task.settings
}

const sandboxWith = (fields: Partial<Settings['sandbox']>) => ({ sandbox: { ...defaults.sandbox, ...fields } })
const additions = (fields: Partial<Settings['additions']>) => ({ additions: { ...defaults.additions, ...fields } })

/** An option, a value for its flag and one for its variable, each with the resulting settings. */
const options: [string, [string, Partial<Settings>], [string, Partial<Settings>]][] = [
  ['host', ['127.0.0.1', { host: '127.0.0.1' }], ['::', { host: '::' }]],
  ['port', ['0', { port: 0 }], ['65535', { port: 65_535 }]],
  ['database', ['a b.db', { file: 'a b.db' }], ['memory', { file: null }]],
  ['seed', ['none', { seed: 'none' }], ['my seed.json', { seed: 'my seed.json' }]],
  ['account', ['acc_1', additions({ account: 'acc_1' })], ['acc-2', additions({ account: 'acc-2' })]],
  ['key', ['a,b', additions({ keys: ['a,b'] })], ['tvx_sk_live_..., b', additions({ keys: ['tvx_sk_live_...', 'b'] })]],
  [
    'number',
    ['+14155550001', additions({ numbers: ['+14155550001'] })],
    ['+14155550002,+14155550003', additions({ numbers: ['+14155550002', '+14155550003'] })],
  ],
  ['trunk', ['trunk_1', additions({ trunks: ['trunk_1'] })], ['trunk_2', additions({ trunks: ['trunk_2'] })]],
  [
    'clock',
    ['2026-04-09T11:15:00Z', sandboxWith({ clock: 1_775_733_300_000 })],
    ['1970-01-01T00:00:01Z', sandboxWith({ clock: 1000 })],
  ],
  ['namespaces', ['1', sandboxWith({ namespaces: 1 })], ['1000000', sandboxWith({ namespaces: 1_000_000 })]],
  [
    'journal',
    ['5', sandboxWith({ journal: { namespace: 5, all: 100_000 } })],
    ['6', sandboxWith({ journal: { namespace: 6, all: 100_000 } })],
  ],
  [
    'journal-total',
    ['5', sandboxWith({ journal: { namespace: 1_000, all: 5 } })],
    ['6', sandboxWith({ journal: { namespace: 1_000, all: 6 } })],
  ],
  ['control-token', ['a', sandboxWith({ token: 'a' })], ['b', sandboxWith({ token: 'b' })]],
  [
    'allow-host',
    ['a.com', sandboxWith({ hosts: ['a.com'] })],
    ['a.com,b.com', sandboxWith({ hosts: ['a.com', 'b.com'] })],
  ],
  [
    'allow-origin',
    ['http://a', sandboxWith({ origins: ['http://a'] })],
    ['https://b:1', sandboxWith({ origins: ['https://b:1'] })],
  ],
  ['application', ['app_1', additions({ applications: ['app_1'] })], ['app_2', additions({ applications: ['app_2'] })]],
]

t.test('by default the server listens on localhost:4060 and uses a file in the working folder', async t => {
  t.strictSame(readTask([], {}, '1.2.3'), { name: 'serve', settings: defaults })
})

for (const [option, flag, variable] of options) {
  const name = `TRYVOX_SANDBOX_${option.toUpperCase().replaceAll('-', '_')}`

  t.test(`--${option} can be set by ${name} too, and the flag takes precedence`, async t => {
    t.strictSame(settings([`--${option}`, flag[0]]), { ...defaults, ...flag[1] })
    t.strictSame(settings([], { [name]: variable[0] }), { ...defaults, ...variable[1] })
    t.strictSame(settings([`--${option}`, flag[0]], { [name]: variable[0] }), { ...defaults, ...flag[1] })
  })

  t.test(`an empty ${name} is ignored`, async t => {
    t.strictSame(settings([], { [name]: '' }), defaults)
  })
}

t.test('--fresh is a flag without a value, and a variable that can be true or false', async t => {
  t.equal(settings(['--fresh']).fresh, true)
  t.equal(settings(['--fresh'], { TRYVOX_SANDBOX_FRESH: 'false' }).fresh, true)
  for (const [value, fresh] of Object.entries({ true: true, 1: true, false: false, 0: false, '': false })) {
    t.equal(settings([], { TRYVOX_SANDBOX_FRESH: value }).fresh, fresh, `"${value}"`)
  }
})

t.test('variants, public webhooks and the control API can be set', async t => {
  const variants = { 'delete-nothing': '404', 'success-status': '201', 'assign-equal': 'stays' }
  const both = ['--variant', 'delete-nothing=404', '--variant', 'success-status=201', '--variant', 'assign-equal=stays']
  t.strictSame(settings(both), { ...defaults, variants })
  t.strictSame(settings(['--deliver-anywhere']), { ...defaults, ...sandboxWith({ anywhere: true }) })
  t.strictSame(settings(['--controls-off']), { ...defaults, ...sandboxWith({ controls: false }) })
  t.strictSame(settings([], { TRYVOX_SANDBOX_CONTROLS_OFF: 'true' }), {
    ...defaults,
    ...sandboxWith({ controls: false }),
  })
})

t.test('repeatable options are collected', async t => {
  const args = ['--key', 'a', '--trunk', 'trunk_1', '--key', 'b', '--key=c', '--trunk', 'trunk_2']
  const expected = additions({ keys: ['a', 'b', 'c'], trunks: ['trunk_1', 'trunk_2'] })
  t.strictSame(settings(args, { TRYVOX_SANDBOX_KEY: 'd' }), { ...defaults, ...expected })
})

t.test('PORT, HOST and similar variables are ignored', async t => {
  t.strictSame(
    settings([], { PORT: '1', HOST: 'x', SANDBOX_PORT: '2', TRYVOX_PORT: '3', npm_config_port: '4' }),
    defaults,
  )
})

t.test('health accepts the same options before and after its name', async t => {
  const environment = { TRYVOX_SANDBOX_HOST: '::1' }
  for (const args of [
    ['health', '--port', '80'],
    ['--port', '80', 'health'],
  ]) {
    const expected = { name: 'health', settings: { ...defaults, host: '::1', port: 80 }, findBy: 'address' }
    t.strictSame(readTask(args, environment, '1.2.3'), expected)
  }
})

t.test('health finds the server by its flags, not by variables', async t => {
  const health = (...flags: string[]) => readTask(['health', ...flags], { TRYVOX_SANDBOX_PORT: '80' }, '1.2.3')
  for (const flag of ['--host', '--port']) t.match(health(flag, '1'), { findBy: 'address' })
  t.match(health('--tls-cert', 'a.pem', '--tls-key', 'b.pem', '--database', 'x.db'), { findBy: 'address' })
  t.match(health('--database', 'x.db'), { findBy: 'database' })
  t.match(health(), { findBy: 'any' })
})

t.test('a certificate and its key are set together', async t => {
  const tls = { cert: 'a.pem', key: 'b.pem' }
  t.strictSame(settings(['--tls-cert', 'a.pem', '--tls-key', 'b.pem']), { ...defaults, tls })
  t.strictSame(settings(['--tls-cert', 'a.pem'], { TRYVOX_SANDBOX_TLS_KEY: 'b.pem' }), { ...defaults, tls })
})
