import t from 'tap'
import { UsageError } from '../../src/base/usage-error.ts'
import { readTask } from '../../src/settings/command-line.ts'
import type { Settings } from '../../src/settings/settings.ts'

const errors: [string[], string][] = [
  [
    ['--each-variant', '--each-failure'],
    'exec accepts only one of --coverage, --fail-on-hint, --each-variant, --each-failure, --failure',
  ],
  [['--all'], '--all requires --coverage'],
  [['--at-most', '3'], '--at-most and --side-by-side require --each-failure'],
  [['--each-variant', '--side-by-side', '3'], '--at-most and --side-by-side require --each-failure'],
  [['--each-failure', '--at-most', '0'], '--at-most must be a number from 1 to 9999, not "0"'],
  [['--coverage', '--report', 'x.xml'], '--report requires --each-variant or --each-failure'],
  [['--each-failure', '--report', 'x.txt'], '--report must be a file with the extension .xml or .json, not "x.txt"'],
  [['--each-failure', '--database', 'x'], '--each-failure starts each run with a new state; remove --database'],
  [['--each-variant', '--database', 'x'], '--each-variant starts each run with a new state; remove --database'],
  [['--each-variant', '--variant', 'assign-equal=moves'], '--each-variant uses each variant in turn; remove --variant'],
  [
    ['--each-failure', '--side-by-side', '2', '--port', '4060'],
    '--side-by-side uses a free port for each server; remove --port',
  ],
  ...['', 'lost:assignTrunk', 'lost:assign:1', 'late:assignTrunk:1', 'lost:assignTrunk:+0:1', '503:assignTrunk:0'].map(
    (which): [string[], string] => [
      ['--failure', which],
      `--failure must be like lost:assignTrunk:+14155551234:1, not "${which}"`,
    ],
  ),
]

for (const [args, message] of errors) {
  t.test(message, async t => {
    t.throws(() => readTask(['exec', ...args, '--', 'npm', 'test'], {}, '1.2.3'), new UsageError(message))
  })
}

t.test('a misspelled option of exec is an error', async t => {
  const message = 'unknown option --each-failur; did you mean --each-failure?'
  t.throws(() => readTask(['exec', '--each-failur', '--', 'x'], {}, '1.2.3'), new UsageError(message))
})

t.test('exec has its own defaults, and does not interpret the arguments after --', async t => {
  const { settings: defaults } = readTask([], {}, '1.2.3') as { settings: Settings }
  const execDefaults = { ...defaults, port: 0, file: null }
  const task = readTask(['exec', '--', 'npm', 'test', '--port', 'x'], {}, '1.2.3')
  t.strictSame(task, {
    name: 'exec',
    settings: execDefaults,
    command: ['npm', 'test', '--port', 'x'],
    mode: { name: 'once' },
    report: null,
  })
  const withOptions = readTask(['exec', '--port=80', '--', 'x'], { TRYVOX_SANDBOX_DATABASE: 'x.db' }, '1.2.3')
  t.strictSame(withOptions, {
    name: 'exec',
    settings: { ...execDefaults, port: 80, file: 'x.db' },
    command: ['x'],
    mode: { name: 'once' },
    report: null,
  })
})
