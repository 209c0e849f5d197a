import { execFileSync } from 'node:child_process'
import { readFileSync, symlinkSync } from 'node:fs'
import t from 'tap'
import { number } from '../responses.ts'
import { serve } from '../run.ts'

/** Whether this machine has a working strace. */
function canTrace(): boolean {
  try {
    execFileSync('strace', ['-o', '/dev/null', 'true'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

const skip = canTrace() ? false : 'this machine has no working strace'

for (const way of ['a path', 'a symlink next to an old log'] as const) {
  t.test(
    `no byte of a response is sent before its change is synced, with a database opened by ${way}`,
    { skip },
    async t => {
      const cwd = t.testdir({ data: {}, 'link.db-wal': 'an old log' })
      symlinkSync('data/real.db', `${cwd}/link.db`)
      const calls = 'trace=pwrite64,fdatasync,fsync,write,writev,sendto,sendmsg'
      const under = ['strace', '-f', '-y', '-s', '32', '-e', calls, '-o', `${cwd}/trace`]
      const database = way === 'a path' ? 'data/real.db' : 'link.db'
      const server = await serve(t, cwd, ['--database', database], { under })
      const [ready = ''] = await server.lines(1)
      for (let turn = 0; turn < 20; turn++) {
        const [last, body] =
          turn % 2 === 0 ? ['assign', { trunk_id: 'trunk_abc123' }] : ['application', { application_id: 'app_xyz789' }]
        t.equal((await server.call('POST', `${number}/${last}`, { body })).status, 200)
      }
      process.kill(JSON.parse(ready).pid, 'SIGTERM')
      await server.ended
      const { responses, early } = readTrace(readFileSync(`${cwd}/trace`, 'utf8'))
      t.strictSame([responses, early], [20, []])
    },
  )
}

/** The number of responses, and those that were sent while a write to the log was not synced. */
function readTrace(trace: string) {
  const syncStarts = new Map<string, number>()
  let [written, synced, responses] = [-1, -1, 0]
  const early: string[] = []
  for (const [at, line] of trace.split('\n').entries()) {
    const [thread = ''] = line.split(' ')
    if (/ pwrite64\(\d+<[^>]*real\.db-wal>/.test(line)) written = at
    // A sync covers everything that was written before its start.
    if (/ fdatasync\(\d+<[^>]*real\.db-wal>/.test(line)) syncStarts.set(thread, at)
    if (/fdatasync.*= 0$/.test(line)) synced = Math.max(synced, syncStarts.get(thread) ?? -1)
    if (!/"HTTP\/1\.1 200/.test(line)) continue
    responses++
    if (written > synced) early.push(line)
  }
  return { responses, early }
}
