import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { serve } from '../run.ts'
import { containsWord, encodings, jsonEncodings, sampleKeys, unprintable } from '../secret-samples.ts'
import { numbers } from '../server.ts'

const assign = `${numbers}/+14155551234/assign`
const live = 'tvx_sk_live_aB3xyz9Q'

t.test('the output and the files of a server contain no API key, with a new and with an existing state', async t => {
  const cwd = t.testdir()
  const keyFlags = sampleKeys.flatMap(key => ['--key', key])
  const printed: string[] = []
  for (const args of [['--account', 'acc_456def', ...keyFlags], []]) {
    const server = await serve(t, cwd, args)
    for (const key of [...sampleKeys, live]) {
      for (const encode of Object.values(encodings)) {
        for (const path of [`/v1/account/${encode(key)}/numbers`, `${numbers}/${encode(key)}?${encode(key)}=1`])
          await server.call('GET', path, { headers: { 'x-request-id': key } })
        await server.call('GET', `/_sandbox/requests?${encode(key)}=1`)
      }
      for (const encode of Object.values(jsonEncodings)) {
        const body = `{"numbers":[{"e164":"+14155550123","account_id":"${encode(key)}"}]}`
        await server.call('PUT', '/_sandbox/state', { body })
        await server.call('POST', assign, { body: `{"trunk_id":"${encode(key)}"}` })
      }
    }
    const { stdout, stderr } = await server.end()
    t.ok(stdout.split('\n').length > 150)
    printed.push(...stdout.split('\n'), ...stderr.split('\n'))
  }
  const folder = join(cwd, '.tryvox-sandbox')
  const files = readdirSync(folder).map(name => readFileSync(join(folder, name), 'latin1'))
  t.equal(files.length > 0, true)
  for (const key of [...sampleKeys, live]) {
    t.strictSame(printed.filter(line => containsWord(line, key)).slice(0, 3), [], key)
    t.equal(
      files.some(text => text.includes(key)),
      false,
    )
  }
})

t.test('keys in an unexpected error are redacted', async t => {
  const cwd = t.testdir()
  const before = "process.on('SIGWINCH', () => { throw new Error(process.env.THROWN) })"
  const thrown = `no opensesame, ${live}\n200 GET /forged \u001b[31m\u202e`
  const server = await serve(t, cwd, ['--key', 'opensesame', '--database', 'memory'], {
    before,
    env: { THROWN: thrown },
  })
  process.kill(server.pid, 'SIGWINCH')
  const { code, stdout, stderr } = await server.ended
  t.equal(code, 1)
  t.match(stdout, 'no ***, ***')
  for (const word of ['opensesame', live]) t.equal(containsWord(stdout + stderr, word), false)
  t.strictSame(
    stdout.split('\n').filter(line => line !== '' && !line.startsWith('{')),
    [],
  )
})

t.test('log lines on a pipe escape control characters and bidirectional marks', async t => {
  const server = await serve(t, t.testdir(), ['--database', 'memory'])
  const query = encodeURIComponent(unprintable)
  await server.call('GET', `/_sandbox/requests?${query}=1`)
  await server.call('PUT', '/_sandbox/state', { body: { [unprintable]: [] } })
  const [, first = '', second = ''] = await server.lines(3)
  for (const line of [first, second]) {
    t.equal(
      [...unprintable].some(character => line.includes(character)),
      false,
    )
    t.ok(JSON.parse(line).reason.includes(unprintable))
  }
  await server.end()
})
