import { shownLine } from '../report/print.ts'
import { isLoopback } from '../server/listen.ts'
import { demoKey, documentationKey } from '../store/demo.ts'

interface BannerParts {
  readonly version: string
  readonly url: string
  readonly host: string
  readonly hasConsole: boolean
  /** A file, or null for memory. */
  readonly file: string | null
  /** The seed that a new state begins with; null for the demo's. */
  readonly seed: string | null
  /** The seed that an older state goes on from. */
  readonly resumedSeed: string | null
}

/** What one sees on a terminal: where it listens, whose state it has, and a call to copy. */
export function banner({ version, url, hasConsole, host, file, seed, resumedSeed }: BannerParts): string {
  const lines = [`tryvox-sandbox ${version} at ${url}`, `state  ${describe(file, resumedSeed)}`]
  lines.push(`look   ${hasConsole ? `${url}/_console to watch and to drive it, ` : ''}${url}/docs for the API`)
  if (!isLoopback(host)) lines.push(`open   to whoever reaches this machine, for it listens at ${shownLine(host)}`)
  if ((resumedSeed ?? seed ?? 'demo') !== 'demo') return lines.join('\n')
  return [
    ...lines,
    `key    ${demoKey}, or the documentation's own ${documentationKey}`,
    `try    curl -X POST ${url}/v1/account/acc_123abc/numbers/+14155551234/assign \\`,
    `         -H 'Authorization: Bearer ${demoKey}' -H 'Content-Type: application/json' -d '{"trunk_id": "trunk_abc123"}'`,
  ].join('\n')
}

function describe(file: string | null, resumedSeed: string | null): string {
  if (file === null) return 'in memory, gone when this process ends'
  const named = shownLine(file)
  return resumedSeed === null
    ? `${named}, begun now`
    : `${named}, as it was left (seed ${shownLine(resumedSeed)}; --fresh starts over)`
}
