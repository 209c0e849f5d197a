import { toSafeLine } from '../report/print.ts'
import { isLoopback } from '../server/listen.ts'
import { demoKey, documentationKey } from '../store/demo.ts'

interface BannerParts {
  readonly version: string
  readonly url: string
  readonly host: string
  readonly hasConsole: boolean
  /** A file, or null for memory. */
  readonly file: string | null
  /** The seed of a new state; null for the demo seed. */
  readonly seed: string | null
  /** The initial seed of an existing state; null if the state is new. */
  readonly resumedSeed: string | null
}

/** The text that a terminal shows at the start: the URL, the state, and an example request. */
export function banner({ version, url, hasConsole, host, file, seed, resumedSeed }: BannerParts): string {
  const lines = [`tryvox-sandbox ${version} at ${url}`, `state  ${describeState(file, resumedSeed)}`]
  lines.push(`pages  ${hasConsole ? `${url}/_console (console), ` : ''}${url}/docs (API reference)`)
  if (!isLoopback(host))
    lines.push(`note   open to everyone who can reach this machine: it listens on ${toSafeLine(host)}`)
  if ((resumedSeed ?? seed ?? 'demo') !== 'demo') return lines.join('\n')
  return [
    ...lines,
    `key    ${demoKey}, or ${documentationKey} from the documentation`,
    `try    curl -X POST ${url}/v1/account/acc_123abc/numbers/+14155551234/assign \\`,
    `         -H 'Authorization: Bearer ${demoKey}' -H 'Content-Type: application/json' -d '{"trunk_id": "trunk_abc123"}'`,
  ].join('\n')
}

function describeState(file: string | null, resumedSeed: string | null): string {
  if (file === null) return 'in memory, lost when this process ends'
  const fileName = toSafeLine(file)
  return resumedSeed === null
    ? `${fileName}, new`
    : `${fileName}, existing (seed ${toSafeLine(resumedSeed)}; --fresh deletes it)`
}
