import { writeFileSync } from 'node:fs'
import { printable } from '../base/printable.ts'
import { UsageError } from '../base/usage-error.ts'
import { shownValue } from './print.ts'

/** One thing that was tried. */
export interface Case {
  /** What it belongs to, for JUnit's classname. */
  readonly group: string
  readonly name: string
  readonly outcome: 'passes' | 'fails' | 'skipped'
  /** What came of it, in a line or more. */
  readonly text: string
}

/** `data` may say more than the cases do. */
type WriteReport = (cases: readonly Case[], data?: unknown) => void

/**
 * A file for what is seen: JUnit where its name ends in `.xml`, else JSON. It is emptied at once, so that one that cannot be
 * written is told before the work and not after it, and an older one is not taken for what came of it.
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
        ? junit(name, shownValue(cases))
        : `${printable(JSON.stringify(shownValue(data), null, 2))}\n`,
    )
}

/** As continuous integrations read it. */
function junit(name: string, cases: readonly Case[]): string {
  const count = (outcome: Case['outcome']) => cases.filter(each => each.outcome === outcome).length
  const counts = `tests="${cases.length}" failures="${count('fails')}" skipped="${count('skipped')}"`
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="tryvox-sandbox" ${counts}>`,
    `  <testsuite name="${escaped(name)}" ${counts}>`,
    ...cases.map(testcase),
    '  </testsuite>',
    '</testsuites>',
    '',
  ].join('\n')
}

function testcase({ group, name, outcome, text }: Case): string {
  const head = `    <testcase classname="${escaped(group)}" name="${escaped(name)}"`
  if (outcome === 'passes') return `${head}/>`
  const word = outcome === 'fails' ? 'failure' : 'skipped'
  return `${head}><${word} message="${escaped(text.replace(/\n */g, '; ').trim())}">${escaped(text)}</${word}></testcase>`
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

/** What XML has no way to write is a surrogate without its other half. */
function escaped(text: string): string {
  return printable(text)
    .replace(/[&<>"]/g, sign => String(entities[sign]))
    .replace(/[^\t\n -\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu, '�')
}
