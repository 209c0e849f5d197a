import { readFileSync } from 'node:fs'
import { SeedFile } from '../src/store/seed-file.ts'
import { controlsDocument } from './controls.ts'
import { openApi } from './document.ts'
import { silences, wholeLedger } from './ledger.ts'

const begin = '<!-- silences: made by npm run openapi -->'
const end = '<!-- /silences -->'

/** Every file that is made from the code, by its path from the project's root, as it should stand. */
export async function generated(): Promise<Record<string, string>> {
  const { json, yaml } = await openApi()
  return {
    'openapi/openapi.json': toJson(json),
    'openapi/openapi.yaml': yaml,
    'openapi/controls.json': toJson(await controlsDocument()),
    'openapi/seed.schema.json': toJson({ $schema: 'https://json-schema.org/draft/2020-12/schema', ...SeedFile }),
    'openapi/ledger.md': wholeLedger(),
    'README.md': readme(silences()),
  }
}

function readme(table: string): string {
  const text = readFileSync(new URL('../README.md', import.meta.url), 'utf8')
  const [before = '', rest = ''] = text.split(begin)
  return `${before}${begin}\n\n${table}\n\n${end}${rest.split(end)[1]}`
}

function toJson(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`
}
