import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { Test } from 'tap'

const opener = fileURLToPath(new URL('opener.ts', import.meta.url))

/** Opens the file in another process. `said` is the first output of that process. */
export async function openInOtherProcess(t: Test, file: string, user: 'nobody' | 'myself' = 'myself') {
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
