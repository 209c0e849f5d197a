import t from 'tap'
import { readTask } from '../../src/settings/command-line.ts'
import { allFlags, flagGroups } from '../../src/settings/flags.ts'

t.test('--help and --version take precedence over invalid options', async t => {
  const help = readTask(['--help'], { TRYVOX_SANDBOX_PORT: 'no port' }, '1.2.3')
  t.match(help, { name: 'print', text: /^Usage: tryvox-sandbox \[options\] \[command\]\n/ })
  t.strictSame(readTask(['-h'], {}, '1.2.3'), help)
  t.strictSame(readTask(['--version', '--port', 'no port'], {}, '1.2.3'), { name: 'print', text: '1.2.3\n' })
  t.strictSame(readTask(['-V'], {}, '1.2.3'), { name: 'print', text: '1.2.3\n' })
})

/** The lines of a help text. */
function linesOf(...args: readonly string[]): string[] {
  const task = readTask([...args, '--help'], {}, '1.2.3')
  return task.name === 'print' ? task.text.trimEnd().split('\n') : []
}

t.test('the help lists every option in its group, and each group fits a screen', async t => {
  const lines = linesOf()
  const listed = lines.map(line => /^ {2}(?:-\w, )?--([a-z-]+)/.exec(line)?.[1]).filter(name => name !== undefined)
  const options = allFlags.map(({ flag }) => flag.replace(/^--| .*/g, ''))
  t.strictSame(listed, ['version', 'help', ...options])
  const groups = lines.join('\n').split('\n\n')
  t.strictSame(groups.map(group => group.split(':')[0]).slice(2, -1), [
    'Options',
    ...Object.keys(flagGroups),
    'Commands',
  ])
  for (const group of groups) t.ok(group.split('\n').length <= 24)
})

t.test('the help of a command has an example, and no line is longer than 80 columns', async t => {
  for (const command of ['exec', 'conformance']) {
    const lines = linesOf(command)
    t.ok(
      lines.some(line => line.startsWith(`  tryvox-sandbox ${command} `)),
      command,
    )
    t.ok(lines.length <= 40)
  }
  const all = [[], ['health'], ['env'], ['exec'], ['conformance']].flatMap(args => linesOf(...args))
  t.strictSame(
    all.filter(line => line.length > 80),
    [],
  )
})
