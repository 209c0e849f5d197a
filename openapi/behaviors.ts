import type { Behavior } from '../src/behaviors/behavior.ts'
import { catalog } from '../src/behaviors/catalog.ts'
import { variantOf } from '../src/behaviors/variant.ts'

const topics: Record<keyof typeof catalog, string> = {
  assignment: 'Assignment',
  access: 'Authentication and permissions',
  list: 'Lists and lookups of numbers',
  destination: 'Trunks and applications',
  request: 'Invalid requests',
  call: 'Inbound calls and webhooks',
}

/** The whole behavior catalog as Markdown, for `docs/behaviors.md`. */
export function behaviorCatalog(): string {
  const sections = Object.entries(topics).map(([topic, title]) => {
    const behaviors: readonly Behavior[] = catalog[topic as keyof typeof catalog]
    return [`## ${title}`, '', ...table(behaviors), ''].join('\n')
  })
  return [
    '# The behavior catalog',
    '',
    'What this server does, and on what basis. **documented**: the vendor states or shows it. **inferred**: it follows from the',
    "vendor's pages or from the requests of its one public client. **assumed**: the documentation does not cover it.",
    '*page* is docs.tryvox.io/numbers/configure. Generated from `src/behaviors/` by `npm run openapi`.',
    '',
    ...sections,
  ].join('\n')
}

/** The inferred and assumed behaviors of the API on the page docs:/numbers/configure, as a table for the README. */
export function assumptions(): string {
  const behaviors: readonly Behavior[] = [catalog.assignment, catalog.access, catalog.request].flat()
  return table(behaviors.filter(behavior => behavior.basis !== 'documented')).join('\n')
}

function table(behaviors: readonly Behavior[]): string[] {
  const lines = behaviors.map(behavior => [
    `\`${behavior.id}\``,
    `${behavior.does}${variantNote(behavior.id)}`,
    behavior.basis,
    behavior.source,
  ])
  return [['id', 'what the server does', 'basis', 'source'], ['---', '---', '---', '---'], ...lines].map(toLine)
}

/** The sentence about the variant of a behavior; empty if it has none. */
function variantNote(id: string): string {
  const variant = variantOf(id)
  return variant === null ? '' : ` With \`--variant ${id}=${variant.alternative}\`: ${variant.does}`
}

function toLine(cells: readonly string[]): string {
  return `| ${cells.map(cell => cell.replaceAll('|', '\\|')).join(' | ')} |`
}
