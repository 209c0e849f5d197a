import { readFileSync } from 'node:fs'
import type { Additions, Settings } from './settings.ts'
import { demo } from './store/demo.ts'
import { MemoryStore } from './store/memory.ts'
import { merge } from './store/merge.ts'
import { Mistake } from './store/mistake.ts'
import { didYouMean } from './store/nearest.ts'
import type { SqliteOptions } from './store/open.ts'
import type { Seed } from './store/seed.ts'
import { readSeed } from './store/seed-check.ts'
import type { Store } from './store/store.ts'

/** The limits of the disk: a test's own. */
export type Disk = Pick<SqliteOptions, 'sync' | 'pages'>

export interface State {
  readonly store: Store
  /** The name of the seed whose state goes on; null where it begins. */
  readonly goesOn: string | null
}

/** Opens the store that the settings ask for. The native module is loaded only for a file. */
export async function openState(settings: Settings, onLost: (error: Error) => void, disk: Disk = {}): Promise<State> {
  const { file, fresh } = settings
  const name = settings.seed ?? 'demo'
  const additions = readAdditions(settings.additions)
  if (file === null) return { store: new MemoryStore(merge(readNamedSeed(name), additions)), goesOn: null }
  // A mistake in them is found before anything is thrown away.
  if (fresh) merge(readNamedSeed(name), additions)
  const { openSqlite } = await import('./store/open.ts')
  const seed = { name, read: () => readNamedSeed(name) }
  return openSqlite({ file, fresh, seed, seedIsAsked: settings.seed !== null, additions, onLost, ...disk })
}

function readNamedSeed(name: string): Seed {
  if (name === 'none') return readSeed({})
  if (name === 'demo') return readSeed(demo)
  const json = readJson(name)
  try {
    return readSeed(json)
  } catch (error) {
    throw error instanceof Mistake ? new Mistake(`${name}: ${error.message}`) : error
  }
}

function readJson(file: string): unknown {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    throw new Mistake(
      `${file}: no such seed (${code}); give demo, none or a JSON file${didYouMean(file, ['demo', 'none'])}`,
    )
  }
  try {
    return JSON.parse(text)
  } catch {
    // The engine's own message quotes the file, and a file has keys in it; nor does it always name the place.
    throw new Mistake(`${file}: not valid JSON (line ${brokenLine(text)})`)
  }
}

/** The first line after which the text cannot become JSON any more; the last where it only ends too early. */
function brokenLine(text: string): number {
  const lines = text.trimEnd().split('\n')
  let good = 0
  let broken = lines.length
  while (broken - good > 1) {
    const middle = (good + broken) >> 1
    if (canBecomeJson(`${lines.slice(0, middle).join('\n')}\n`)) good = middle
    else broken = middle
  }
  return broken
}

function canBecomeJson(start: string): boolean {
  try {
    JSON.parse(start)
    return true
  } catch (error) {
    // Nothing is wrong but that it ends.
    return / end of JSON input$/.test(String(error)) || String(error).includes(` in JSON at position ${start.length} (`)
  }
}

function readAdditions({ account, keys, numbers, trunks, applications }: Additions): Seed {
  const rows = [...keys, ...numbers, ...trunks, ...applications]
  if (rows.length === 0) return readSeed({})
  return readSeed({
    accounts: [{ id: account }],
    keys: unique(keys).map(key => ({ key, account_id: account })),
    numbers: unique(numbers).map(e164 => ({ e164, account_id: account })),
    trunks: unique(trunks).map(id => ({ id, account_id: account })),
    applications: unique(applications).map(id => ({ id, account_id: account })),
  })
}

function unique(values: readonly string[]): string[] {
  return [...new Set(values)]
}
