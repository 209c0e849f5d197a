import type { Test } from 'tap'
import { openState } from '../src/server/state.ts'
import { readSettings } from '../src/settings/settings.ts'
import type { Store } from '../src/store/store.ts'

/** Opens the database file of a process that has ended. The store is closed at the end of the test. */
export async function openExistingState(t: Test, cwd: string, file = '.tryvox-sandbox/sandbox.db'): Promise<Store> {
  const { store } = await openState({
    settings: readSettings({ database: `${cwd}/${file}` }, {}),
    onStorageFailure: t.fail,
  })
  t.teardown(() => store.close())
  return store
}
