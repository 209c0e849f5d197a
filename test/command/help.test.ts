import t from 'tap'
import { readTask } from '../../src/settings/command-line.ts'
import { flags, repeatableFlags } from '../../src/settings/flags.ts'

t.test('--help and --version take precedence over invalid options', async t => {
  const help = readTask(['--help'], { TRYVOX_SANDBOX_PORT: 'no port' }, '1.2.3')
  t.match(help, { name: 'print', text: /^Usage: tryvox-sandbox \[options\] \[command\]\n/ })
  t.strictSame(readTask(['-h'], {}, '1.2.3'), help)
  t.strictSame(readTask(['--version', '--port', 'no port'], {}, '1.2.3'), { name: 'print', text: '1.2.3\n' })
  t.strictSame(readTask(['-V'], {}, '1.2.3'), { name: 'print', text: '1.2.3\n' })
})

t.test('the help fits 40 lines of 80 columns, and lists every option', async t => {
  const task = readTask(['--help'], {}, '1.2.3')
  const lines = task.name === 'print' ? task.text.trimEnd().split('\n') : []
  t.ok(lines.length <= 40, `${lines.length} lines`)
  t.strictSame(
    lines.filter(line => line.length > 80),
    [],
  )
  const listed = lines.map(line => /^ {2}(?:-\w, )?--([a-z-]+)/.exec(line)?.[1]).filter(name => name !== undefined)
  const options = [...flags, ...repeatableFlags].map(([flag]) => flag.replace(/^--| .*/g, ''))
  t.strictSame(listed, ['version', ...options, 'help'])
})
