import { documentationKey } from './store/demo.ts'

export interface BannerParts {
  readonly version: string
  readonly url: string
  /** A file, or null for memory. */
  readonly file: string | null
  /** The seed that a new state begins with; null for the demo's. */
  readonly seed: string | null
  /** The seed that an older state goes on from. */
  readonly goesOn: string | null
}

const key = 'tvx_sk_test_sandbox'

/** What one sees on a terminal: where it listens, whose state it has, and a call to copy. */
export function banner({ version, url, file, seed, goesOn }: BannerParts): string {
  const lines = [`tryvox-sandbox ${version} at ${url}`, `state  ${describe(file, goesOn)}`]
  if ((goesOn ?? seed ?? 'demo') !== 'demo') return lines.join('\n')
  return [
    ...lines,
    `key    ${key}, or the documentation's own ${documentationKey}`,
    `try    curl -X POST ${url}/v1/account/acc_123abc/numbers/+14155551234/assign \\`,
    `         -H 'Authorization: Bearer ${key}' -H 'Content-Type: application/json' -d '{"trunk_id": "trunk_abc123"}'`,
  ].join('\n')
}

function describe(file: string | null, goesOn: string | null): string {
  if (file === null) return 'in memory, gone when this process ends'
  return goesOn === null ? `${file}, begun now` : `${file}, as it was left (seed ${goesOn}; --fresh starts over)`
}
