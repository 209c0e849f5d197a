import t from 'tap'
import { UsageError } from '../../src/base/usage-error.ts'
import { readTask } from '../../src/settings/command-line.ts'
import type { Settings } from '../../src/settings/settings.ts'

const mistakes: [string[], string][] = [
  [['--each-variant', '--each-failure'], 'exec takes one of --coverage, --each-variant, --each-failure, --failure'],
  [['--at-most', '3'], '--at-most and --side-by-side go with --each-failure'],
  [['--each-variant', '--side-by-side', '3'], '--at-most and --side-by-side go with --each-failure'],
  [['--each-failure', '--at-most', '0'], '--at-most must be a number from 1 to 9999, not "0"'],
  [['--coverage', '--report', 'x.xml'], '--report goes with --each-variant or --each-failure'],
  [['--each-failure', '--report', 'x.txt'], '--report must be a file that ends in .xml or .json, not "x.txt"'],
  [['--each-failure', '--database', 'x'], '--each-failure begins each run anew: leave out --database'],
  [['--each-variant', '--database', 'x'], '--each-variant begins each run anew: leave out --database'],
  [['--each-variant', '--variant', 'assign-equal=moves'], '--each-variant takes each in turn: leave out --variant'],
  [
    ['--each-failure', '--side-by-side', '2', '--port', '4060'],
    '--side-by-side takes a free port for each: leave out --port',
  ],
  ...['', 'lost:assignTrunk', 'lost:assign:1', 'late:assignTrunk:1', 'lost:assignTrunk:+0:1', '503:assignTrunk:0'].map(
    (which): [string[], string] => [
      ['--failure', which],
      `--failure must be like lost:assignTrunk:+14155551234:1, not "${which}"`,
    ],
  ),
]

for (const [args, told] of mistakes) {
  t.test(told, async t => {
    t.throws(() => readTask(['exec', ...args, '--', 'npm', 'test'], {}, '1.2.3'), new UsageError(told))
  })
}

t.test('a misspelt option of exec is told', async t => {
  const told = 'unknown option --each-failur; did you mean --each-failure?'
  t.throws(() => readTask(['exec', '--each-failur', '--', 'x'], {}, '1.2.3'), new UsageError(told))
})

t.test('exec has its defaults, and leaves what is behind -- alone', async t => {
  const { settings: defaults } = readTask([], {}, '1.2.3') as { settings: Settings }
  const own = { ...defaults, port: 0, file: null }
  const task = readTask(['exec', '--', 'npm', 'test', '--port', 'x'], {}, '1.2.3')
  t.strictSame(task, {
    name: 'exec',
    settings: own,
    command: ['npm', 'test', '--port', 'x'],
    mode: { name: 'once' },
    report: null,
  })
  const given = readTask(['exec', '--port=80', '--', 'x'], { TRYVOX_SANDBOX_DATABASE: 'x.db' }, '1.2.3')
  t.strictSame(given, {
    name: 'exec',
    settings: { ...own, port: 80, file: 'x.db' },
    command: ['x'],
    mode: { name: 'once' },
    report: null,
  })
})
