import { constants } from 'node:buffer'
import { decodeUtf8, encodingReason, nestingReason, nestsTooDeep } from '../base/json.ts'
import { readFileUpTo } from '../base/read-file.ts'
import { didYouMean } from '../base/suggestion.ts'
import { UsageError } from '../base/usage-error.ts'
import { demo } from './demo.ts'
import type { Seed } from './seed.ts'
import { readSeed } from './seed-check.ts'
import type { SeedFile } from './seed-file.ts'

/** Reads the seed `demo`, `none`, or a JSON file. Throws a `UsageError` if the file is not a valid seed. */
export function readNamedSeed(name: string): Seed {
  const file = readSeedFile(name)
  try {
    return readSeed(file)
  } catch (error) {
    throw error instanceof UsageError ? new UsageError(`${name}: ${error.message}`) : error
  }
}

/** Returns the content of a seed without validating it. Throws a `UsageError` if the file is not readable JSON. */
export function readSeedFile(name: string): SeedFile {
  if (name === 'none') return {}
  return name === 'demo' ? demo : (readJson(name) as SeedFile)
}

function readJson(file: string): unknown {
  // The message does not repeat the text: it can contain keys.
  if (/^\s*[{[]/.test(file)) throw new UsageError('the seed must be demo, none or a JSON file, not JSON text')
  let bytes: Buffer
  try {
    bytes = readFileUpTo(constants.MAX_STRING_LENGTH, file)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    throw new UsageError(
      `${file}: cannot be read (${code}); use demo, none or a JSON file${didYouMean(file, ['demo', 'none'])}`,
    )
  }
  const text = decodeUtf8(bytes)
  if (text === null) throw new UsageError(`${file}: ${encodingReason}`)
  if (nestsTooDeep(text)) throw new UsageError(`${file}: ${nestingReason}`)
  try {
    return JSON.parse(text)
  } catch {
    // The message of the JavaScript engine quotes the file, which contains keys, and does not always name the position.
    throw new UsageError(`${file}: not valid JSON (line ${invalidLine(text)})`)
  }
}

/** The number of the first invalid line of a JSON text; the last line if the text is only incomplete. */
function invalidLine(text: string): number {
  const trimmed = text.trimEnd()
  // Searches positions instead of splitting into lines: a text of line breaks would become millions of strings.
  let [low, high] = [0, trimmed.length]
  while (low < high) {
    const middle = (low + high) >> 1
    const end = trimmed.indexOf('\n', middle)
    if (isJsonPrefix(`${end === -1 ? trimmed : trimmed.slice(0, end)}\n`)) low = middle + 1
    else high = middle
  }
  let line = 1
  for (
    let position = trimmed.indexOf('\n');
    position !== -1 && position < low;
    position = trimmed.indexOf('\n', position + 1)
  )
    line++
  return line
}

function isJsonPrefix(start: string): boolean {
  try {
    JSON.parse(start)
    return true
  } catch (error) {
    // The only error is that the text ends.
    return / end of JSON input$/.test(String(error)) || String(error).includes(` in JSON at position ${start.length} (`)
  }
}
