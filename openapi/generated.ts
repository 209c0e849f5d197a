import { readFileSync } from 'node:fs'
import { allFlags } from '../src/settings/flags.ts'
import { prefix } from '../src/settings/name.ts'
import { SeedFile } from '../src/store/seed-file.ts'
import { assumptions, behaviorCatalog } from './behaviors.ts'
import { controlApiDocument } from './control-api.ts'
import { openApi } from './document.ts'
import { replaceSection } from './replace-section.ts'

const sections = { assumptions, settings }

/** Generates every file that is made from the code: its text by its path from the project's root. */
export async function generateFiles(): Promise<Record<string, string>> {
  const { json, yaml } = await openApi()
  return {
    'openapi/openapi.json': toJson(json),
    'openapi/openapi.yaml': yaml,
    'openapi/control-api.json': toJson(await controlApiDocument()),
    'openapi/seed.schema.json': toJson({ $schema: 'https://json-schema.org/draft/2020-12/schema', ...SeedFile }),
    'docs/behaviors.md': behaviorCatalog(),
    'README.md': readme(),
  }
}

/** The README with its generated tables, each between the comments that mark its section. */
function readme(): string {
  let text = readFileSync(new URL('../README.md', import.meta.url), 'utf8')
  for (const [name, table] of Object.entries(sections)) text = replaceSection(text, name, 'npm run openapi', table())
  return text
}

/** The flags of the command as a table. */
function settings(): string {
  const lines = allFlags.map(({ flag, description }) => {
    const [name = ''] = flag.split(' ')
    return `| \`${name}\` | \`${prefix}${name.slice(2).toUpperCase().replaceAll('-', '_')}\` | ${description} |`
  })
  return ['| flag | variable | what it does |', '| --- | --- | --- |', ...lines].join('\n')
}

function toJson(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`
}
