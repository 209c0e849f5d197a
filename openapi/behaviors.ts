import type { Behavior } from '../src/behaviors/behavior.ts'
import { catalog } from '../src/behaviors/catalog.ts'
import { variantOf } from '../src/behaviors/variant.ts'

const topics: Record<keyof typeof catalog, string> = {
  configure: 'What configuring a number does',
  access: 'Who may do what',
  list: 'The two reads',
  destination: 'Trunks and applications',
  request: 'What is wrong with a request',
  call: 'What happens when a number rings',
}

/** Every row, for `docs/behaviors.md`. */
export function wholeLedger(): string {
  const sections = Object.entries(topics).map(([topic, title]) => {
    const rows: readonly Behavior[] = catalog[topic as keyof typeof catalog]
    return [`## ${title}`, '', ...table(rows), ''].join('\n')
  })
  return [
    '# The ledger',
    '',
    'What this server does and on what ground. **documented**: the vendor says or shows it. **inferred**: it follows from',
    'what they say, or from what their one public client sends. **assumed**: the documentation is silent, and we chose.',
    '*page* is docs.tryvox.io/numbers/configure. Made from `src/behaviors/` by `npm run openapi`.',
    '',
    ...sections,
  ].join('\n')
}

/** What the configure page leaves open, for the README: a line each. */
export function silences(): string {
  const rows: readonly Behavior[] = [catalog.configure, catalog.access, catalog.request].flat()
  return table(rows.filter(row => row.basis !== 'documented')).join('\n')
}

function table(rows: readonly Behavior[]): string[] {
  const lines = rows.map(row => [`\`${row.id}\``, `${row.does}${otherwise(row.id)}`, row.basis, row.source])
  return [['id', 'what the server does', 'ground', 'source'], ['---', '---', '---', '---'], ...lines].map(toLine)
}

/** The other reading of a row that has one. */
function otherwise(id: string): string {
  const variant = variantOf(id)
  return variant === null ? '' : ` With \`--variant ${id}=${variant.alternative}\`: ${variant.does}`
}

function toLine(cells: readonly string[]): string {
  return `| ${cells.map(cell => cell.replaceAll('|', '\\|')).join(' | ')} |`
}
