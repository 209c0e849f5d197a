import { mkdirSync } from 'node:fs'
import { differences } from './compare.ts'
import { groups } from './groups.ts'
import { readLines, writeLines } from './line.ts'
import { missingWords } from './missing.ts'
import { Translation } from './translate.ts'
import { words } from './words.ts'

// npm run corpus [words] [group…]: records the corpus, or prints the entries that `words.ts` lacks.
const [first, ...rest] = process.argv.slice(2)
const names = first === 'words' ? rest : process.argv.slice(2)
const chosen = groups.filter(({ name }) => names.length === 0 || names.includes(name))
mkdirSync(new URL('recorded/', import.meta.url), { recursive: true })
const found = []
for (const { name, record } of chosen) {
  const lines = await record('memory')
  if (first === 'words') found.push(...differences(readLines(name), lines, new Translation(words)))
  else {
    writeLines(name, lines)
    console.log(`${name}: ${lines.length}`)
  }
}
if (first === 'words') console.log(missingWords(found))
