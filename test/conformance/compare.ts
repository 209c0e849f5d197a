// Runs the conformance checks against tryvox-sandbox, Prism and Mockoon, and writes the results as a table into the
// README.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { replaceSection } from '../../openapi/replace-section.ts'
import type { Basis } from '../../src/behaviors/behavior.ts'
import type { Result } from '../../src/conformance/run.ts'
import { createSandbox } from '../../src/index.ts'
import { startContestant } from '../bench/contestant.ts'
import { peers } from '../bench/peers.ts'
import { conformance } from './run.ts'

const folder = mkdtempSync(join(tmpdir(), 'tryvox-sandbox-compare-'))
const mocks = peers().installed.filter(({ name }) => name === 'Prism' || name === 'Mockoon')
const columns: { readonly name: string; readonly results: readonly Result[] }[] = []
const check = async (name: string, port: number) => {
  const { results } = await conformance(port, { nextSecond: () => pause(1_100) })
  columns.push({ name, results })
}
const sandbox = await createSandbox()
await check('tryvox-sandbox', Number(new URL(sandbox.url).port))
await sandbox.close()
for (const contestant of mocks) {
  console.log(`checking ${contestant.name}`)
  const running = await startContestant(contestant, folder)
  await check(contestant.name, running.port)
  await running.end()
}
rmSync(folder, { recursive: true })

const [first] = columns
const documented = (first?.results ?? []).filter(({ basis }) => basis === 'documented')
const cellTexts = { agrees: 'agrees', differs: '**differs**', 'not checked': '' } as const
const rows = documented.map(({ id }) => [
  `\`${id}\``,
  ...columns.map(({ results }) => cellTexts[results.find(each => each.id === id)?.outcome ?? 'not checked']),
])
const total = (basis: Basis, results: readonly Result[]) => {
  const checked = results.filter(each => each.basis === basis && each.outcome !== 'not checked')
  return `${checked.filter(({ outcome }) => outcome === 'agrees').length} of ${checked.length}`
}
const totals = (['documented', 'inferred', 'assumed'] as const).map(basis => [
  `${basis}, all`,
  ...columns.map(({ results }) => total(basis, results)),
])
const head = ['', ...columns.map(({ name }) => name)]
const lines = [head, head.map(() => '---'), ...rows.filter(row => row[1] !== ''), ...totals]
const table = lines.map(cells => `| ${cells.join(' | ')} |`).join('\n')
console.log(table)

const readme = new URL('../../README.md', import.meta.url)
writeFileSync(readme, replaceSection(readFileSync(readme, 'utf8'), 'conformance', 'npm run compare', table))
