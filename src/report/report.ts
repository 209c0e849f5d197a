import { writeFileSync } from 'node:fs'
import { printable } from '../base/printable.ts'
import { UsageError } from '../base/usage-error.ts'
import { redactValue } from './print.ts'

/** A test case of a report. */
export interface Case {
  /** The class name in JUnit. */
  readonly group: string
  readonly name: string
  readonly outcome: 'passes' | 'fails' | 'skipped'
  /** The result, in one or more lines. */
  readonly text: string
}

/** Writes the report. `data` is the content of a JSON report, by default the cases. */
type WriteReport = (cases: readonly Case[], data?: unknown) => void

/**
 * Opens a report file: JUnit for the extension `.xml`, otherwise JSON. The file is emptied at once, so that a write
 * error is reported before the work, and an old report is not mistaken for the new one.
 */
export function openReport(file: string | null, name: string): WriteReport {
  if (file === null) return () => {}
  const write = (text: string) => {
    try {
      writeFileSync(file, text)
    } catch (error) {
      throw new UsageError(`${file} cannot be written (${(error as NodeJS.ErrnoException).code})`)
    }
  }
  write('')
  return (cases, data = { name, cases }) =>
    write(
      file.endsWith('.xml')
        ? toJunit(name, redactValue(cases))
        : `${printable(JSON.stringify(redactValue(data), null, 2))}\n`,
    )
}

/** Formats a report as JUnit XML, which most CI systems read. */
function toJunit(name: string, cases: readonly Case[]): string {
  const count = (outcome: Case['outcome']) => cases.filter(each => each.outcome === outcome).length
  const counts = `tests="${cases.length}" failures="${count('fails')}" skipped="${count('skipped')}"`
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="tryvox-sandbox" ${counts}>`,
    `  <testsuite name="${escapeXml(name)}" ${counts}>`,
    ...cases.map(testcase),
    '  </testsuite>',
    '</testsuites>',
    '',
  ].join('\n')
}

function testcase({ group, name, outcome, text }: Case): string {
  const head = `    <testcase classname="${escapeXml(group)}" name="${escapeXml(name)}"`
  if (outcome === 'passes') return `${head}/>`
  const element = outcome === 'fails' ? 'failure' : 'skipped'
  return `${head}><${element} message="${escapeXml(text.replace(/\n */g, '; ').trim())}">${escapeXml(text)}</${element}></testcase>`
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

/** Escapes a text for XML. Characters that XML cannot contain, such as lone surrogates, are replaced. */
function escapeXml(text: string): string {
  return printable(text)
    .replace(/[&<>"]/g, character => String(entities[character]))
    .replace(/[^\t\n -\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu, '�')
}
