import { readFileSync } from 'node:fs'
import { flags, lists } from '../src/settings/flags.ts'
import { prefix } from '../src/settings/name.ts'
import { SeedFile } from '../src/store/seed-file.ts'
import { silences, wholeLedger } from './behaviors.ts'
import { between } from './between.ts'
import { controlsDocument } from './control-api.ts'
import { openApi } from './document.ts'

const places = { silences, settings }

/** Every file that is made from the code, by its path from the project's root, as it should stand. */
export async function generated(): Promise<Record<string, string>> {
  const { json, yaml } = await openApi()
  return {
    'openapi/openapi.json': toJson(json),
    'openapi/openapi.yaml': yaml,
    'openapi/control-api.json': toJson(await controlsDocument()),
    'openapi/seed.schema.json': toJson({ $schema: 'https://json-schema.org/draft/2020-12/schema', ...SeedFile }),
    'docs/behaviors.md': wholeLedger(),
    'README.md': readme(),
  }
}

/** With its tables as they should stand, each between a comment of its name and the end of it. */
function readme(): string {
  let text = readFileSync(new URL('../README.md', import.meta.url), 'utf8')
  for (const [name, table] of Object.entries(places)) text = between(text, name, 'npm run openapi', table())
  return text
}

/** The flags of the command, a line each. */
function settings(): string {
  const lines = [...flags, ...lists].map(([flag, description]) => {
    const [name = ''] = flag.split(' ')
    return `| \`${name}\` | \`${prefix}${name.slice(2).toUpperCase().replaceAll('-', '_')}\` | ${description} |`
  })
  return ['| flag | variable | what it does |', '| --- | --- | --- |', ...lines].join('\n')
}

function toJson(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`
}
