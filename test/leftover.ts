import type { Test } from 'tap'
import { openState } from '../src/server/state.ts'
import { readSettings } from '../src/settings/settings.ts'
import type { Store } from '../src/store/store.ts'

/** The state that a process has left in its default file, or another; closed when the test is over. */
export async function openLeft(t: Test, cwd: string, file = '.tryvox-sandbox/sandbox.db'): Promise<Store> {
  const { store } = await openState({
    settings: readSettings({ database: `${cwd}/${file}` }, {}),
    onStorageFailure: t.fail,
  })
  t.teardown(() => store.close())
  return store
}
