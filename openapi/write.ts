// Writes the generated files: `npm run openapi`.
import { writeFileSync } from 'node:fs'
import { generateFiles } from './generated.ts'

for (const [path, text] of Object.entries(await generateFiles())) {
  writeFileSync(new URL(`../${path}`, import.meta.url), text)
}
