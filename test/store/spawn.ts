import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { Test } from 'tap'

const opener = fileURLToPath(new URL('opener.ts', import.meta.url))

/** Another process that opens the file: what it says of that, and how to end it. */
export async function openElsewhere(t: Test, file: string, user: 'nobody' | 'myself' = 'myself') {
  const child = spawn(process.execPath, [opener, file, user], { stdio: ['pipe', 'pipe', 'inherit'] })
  const ended = once(child, 'close')
  const end = async () => {
    child.kill('SIGKILL')
    await ended
  }
  t.teardown(end)
  const [said = 'nothing'] = await Promise.race([once(child.stdout, 'data'), ended.then(() => [])])
  return { said: String(said).trimEnd(), end }
}
