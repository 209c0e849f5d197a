import t from 'tap'
import { generateFiles } from '../openapi/generated.ts'
import { read } from './tree.ts'

t.test('generated files are up to date (npm run openapi)', async t => {
  for (const [path, text] of Object.entries(await generateFiles())) t.equal(read(path), text, path)
})
