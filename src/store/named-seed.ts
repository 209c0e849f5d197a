import { readFileSync } from 'node:fs'
import { nestingReason, nestsTooDeep } from '../base/json.ts'
import { Mistake } from '../base/mistake.ts'
import { didYouMean } from '../base/nearest.ts'
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
    throw error instanceof Mistake ? new Mistake(`${name}: ${error.message}`) : error
  }
}

/** As it stands there: it is a seed only when it has been read as one. */
export function readSeedFile(name: string): SeedFile {
  if (name === 'none') return {}
  return name === 'demo' ? demo : (readJson(name) as SeedFile)
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
  if (nestsTooDeep(text)) throw new Mistake(`${file}: ${nestingReason}`)
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
