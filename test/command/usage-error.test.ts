import t from 'tap'
import { UsageError } from '../../src/base/usage-error.ts'
import { readTask } from '../../src/settings/command-line.ts'

const variants =
  'success-status=201, assign-equal=moves, delete-nothing=404, delete-other-kind=clears, trunk-list=array, number-format-status=404, success-status=200, assign-equal=stays, delete-nothing=200, delete-other-kind=stays, trunk-list=data, number-format-status=400'
const trunkId = '^trunk_[A-Za-z0-9_-]{1,64}$'
const visible = 'must be 1 to 200 visible ASCII characters without a double underscore'
const live = 'is a live key, which the sandbox does not accept; use a test key such as tvx_sk_test_mine'

/** The message of the usage error for a command line and its environment. */
function usageError(args: readonly string[], environment: NodeJS.ProcessEnv): string {
  try {
    readTask(args, environment, '1.2.3')
  } catch (error) {
    if (error instanceof UsageError) return error.message
    throw error
  }
  throw new Error('no usage error')
}

const flags: [string, string[], string][] = [
  ['a misspelled flag', ['--prot', '80'], 'unknown option --prot; did you mean --port?'],
  ['an unknown flag', ['--zzzzzzzz'], 'unknown option --zzzzzzzz; see --help'],
  ['a misspelled flag with a value', ['--kee=secret'], 'unknown option --kee=…; did you mean --key?'],
  ['a flag with an unexpected value', ['--fresh=1'], 'option --fresh does not take a value'],
  ['a flag without its value', ['--port'], "option '--port <number>' argument missing"],
  ['a misspelled command', ['helth'], 'unknown command helth; did you mean health?'],
  ['an unknown command', ['start'], 'unknown command start; see --help'],
  ['help as a command', ['help'], 'unknown command help; see --help'],
  [
    'an extra argument of a command',
    ['health', 'x'],
    "too many arguments for 'health'. Expected 0 arguments but got 1: x.",
  ],
  ['a host with a space', ['--host', 'a b'], '--host must be an address, not "a b"'],
  ['an empty host', ['--host='], '--host must be an address, not ""'],
  ['an invalid port', ['--port', '65536'], '--port must be a port from 0 to 65535, not "65536"'],
  ['a port with a sign', ['--port=-1'], '--port must be a port from 0 to 65535, not "-1"'],
  ['the name of SQLite for memory', ['--database', ':memory:'], '--database must be a file, or memory, not ":memory:"'],
  ['an empty database', ['--database', ' '], '--database must be a file, or memory, not " "'],
  ['an empty seed', ['--seed', ''], '--seed must be demo, none or a JSON file, not ""'],
  ['an invalid account', ['--account', 'a/b'], '--account must be ^[A-Za-z0-9_-]{1,64}$, not "a/b"'],
  [
    'a number without a plus sign',
    ['--number', '14155551234'],
    '--number must be E.164 (e.g., +14155551234), not "14155551234"',
  ],
  ['an invalid second trunk', ['--trunk', 'trunk_1', '--trunk', 'app_1'], `--trunk must be ${trunkId}, not "app_1"`],
  [
    'an invalid application',
    ['--application', 'x'],
    `--application must be ${trunkId.replace('trunk', 'app')}, not "x"`,
  ],
  ['a key with the separator of namespaces', ['--key', 'secret__namespace'], `--key ${visible}`],
  ['an empty key', ['--key', ''], `--key ${visible}`],
  ['a key that is too long', ['--key', 'k'.repeat(201)], `--key ${visible}`],
  ['a live key', ['--key', 'tvx_sk_live_secret'], `--key ${live}`],
  ['a certificate without its key', ['--tls-cert', 'a.pem'], '--tls-cert and --tls-key must be used together'],
  [
    '--each-variant with --variant',
    ['exec', '--each-variant', '--variant', 'delete-nothing=404', '--', 'true'],
    '--each-variant uses each variant in turn; remove --variant',
  ],
  [
    'an unknown variant',
    ['--variant', 'delete-nothing=405'],
    `--variant must be one of ${variants}, not "delete-nothing=405"; did you mean "delete-nothing=404"?`,
  ],
  ['a command without exec', ['--', 'npm', 'test'], 'only exec accepts a command after --'],
  ['exec without a command', ['exec'], 'exec needs a command after --: tryvox-sandbox exec -- npm test'],
  ['a command before --', ['exec', 'npm'], 'exec needs a command after --: tryvox-sandbox exec -- npm test'],
]

const variables: [string, NodeJS.ProcessEnv, string][] = [
  ['a misspelled variable', { PRT: '80' }, 'TRYVOX_SANDBOX_PRT is not a setting; did you mean TRYVOX_SANDBOX_PORT?'],
  ['an unknown variable', { XYZZY: '1' }, 'TRYVOX_SANDBOX_XYZZY is not a setting; see --help'],
  ['a variable in lower case', { port: '80' }, 'TRYVOX_SANDBOX_port is not a setting; see --help'],
  ['the version as a variable', { VERSION: '1' }, 'TRYVOX_SANDBOX_VERSION is not a setting; see --help'],
  ['an invalid port', { PORT: '4060x' }, 'TRYVOX_SANDBOX_PORT must be a port from 0 to 65535, not "4060x"'],
  ['a value that is neither true nor false', { FRESH: 'yes' }, 'TRYVOX_SANDBOX_FRESH must be true or false, not "yes"'],
  ['an invalid second trunk', { TRUNK: 'trunk_1, x' }, `TRYVOX_SANDBOX_TRUNK must be ${trunkId}, not "x"`],
  ['an extra comma', { KEY: 'secret,' }, `TRYVOX_SANDBOX_KEY ${visible}`],
  ['a live key', { KEY: 'a, tvx_sk_live_secret' }, `TRYVOX_SANDBOX_KEY ${live}`],
]

for (const [title, args, message] of flags) {
  t.test(`${title} is a usage error whose message contains no key`, async t => {
    t.equal(usageError(args, {}), message)
    t.notMatch(message, 'secret')
  })
}

for (const [title, values, message] of variables) {
  t.test(`${title} in the environment is a usage error whose message contains no key`, async t => {
    const environment = Object.entries(values).map(([name, value]) => [`TRYVOX_SANDBOX_${name}`, value])
    t.equal(usageError([], Object.fromEntries(environment)), message)
    t.notMatch(message, 'secret')
  })
}

t.test('health reports errors in the environment too', async t => {
  const message = 'TRYVOX_SANDBOX_PRT is not a setting; did you mean TRYVOX_SANDBOX_PORT?'
  t.equal(usageError(['health'], { TRYVOX_SANDBOX_PRT: '80' }), message)
})
