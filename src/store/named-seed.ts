import { constants } from 'node:buffer'
import { decodeUtf8, encodingReason, nestingReason, nestsTooDeep } from '../base/json.ts'
import { readFileUpTo } from '../base/read-file.ts'
import { didYouMean } from '../base/suggestion.ts'
import { UsageError } from '../base/usage-error.ts'
import { demo } from './demo.ts'
import type { Seed } from './seed.ts'
import { readSeed } from './seed-check.ts'
import type { SeedFile } from './seed-file.ts'

/** `demo`, `none`, or a JSON file. Refuses with a `Mistake` that says what is wrong with it. */
export function readNamedSeed(name: string): Seed {
  const file = readSeedFile(name)
  try {
    return readSeed(file)
  } catch (error) {
    throw error instanceof UsageError ? new UsageError(`${name}: ${error.message}`) : error
  }
}

/** As it stands there: it is a seed only when it has been read as one. */
export function readSeedFile(name: string): SeedFile {
  if (name === 'none') return {}
  return name === 'demo' ? demo : (readJson(name) as SeedFile)
}

function readJson(file: string): unknown {
  // What was meant to be in the file may hold keys.
  if (/^\s*[{[]/.test(file))
    throw new UsageError('a seed is demo, none or the name of a JSON file, not the JSON itself')
  let bytes: Buffer
  try {
    bytes = readFileUpTo(constants.MAX_STRING_LENGTH, file)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    throw new UsageError(
      `${file}: no such seed (${code}); give demo, none or a JSON file${didYouMean(file, ['demo', 'none'])}`,
    )
  }
  const text = decodeUtf8(bytes)
  if (text === null) throw new UsageError(`${file}: ${encodingReason}`)
  if (nestsTooDeep(text)) throw new UsageError(`${file}: ${nestingReason}`)
  try {
    return JSON.parse(text)
  } catch {
    // The engine's own message quotes the file, and a file has keys in it; nor does it always name the place.
    throw new UsageError(`${file}: not valid JSON (line ${brokenLine(text)})`)
  }
}

/** The first line after which the text cannot become JSON any more; the last where it only ends too early. */
function brokenLine(text: string): number {
  const trimmed = text.trimEnd()
  // Positions, not lines: a text of nothing but line ends would be split into millions of strings.
  let [low, high] = [0, trimmed.length]
  while (low < high) {
    const middle = (low + high) >> 1
    const end = trimmed.indexOf('\n', middle)
    if (canBecomeJson(`${end === -1 ? trimmed : trimmed.slice(0, end)}\n`)) low = middle + 1
    else high = middle
  }
  let line = 1
  for (let at = trimmed.indexOf('\n'); at !== -1 && at < low; at = trimmed.indexOf('\n', at + 1)) line++
  return line
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
