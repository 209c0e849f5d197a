import { demo, documentationKey } from './store/demo.ts'
import { hashKey } from './store/key.ts'
import type { Store } from './store/store.ts'

export interface BannerParts {
  readonly version: string
  readonly url: string
  readonly store: Store
  /** A file, or null for memory. */
  readonly file: string | null
  readonly goesOn: string | null
}

const key = 'tvx_sk_test_sandbox'

/** What one sees on a terminal: where it listens, whose state it has, and a call to copy. */
export function banner({ version, url, store, file, goesOn }: BannerParts): string {
  const lines = [`tryvox-sandbox ${version} at ${url}`, `state  ${describe(file, goesOn)}`]
  const access = store.access(hashKey(key))
  if (access === undefined) return lines.join('\n')
  const trunk = demo.trunks?.find(({ account_id }) => account_id === access.accountId)?.id
  const e164 = demo.numbers?.find(({ account_id }) => account_id === access.accountId)?.e164
  return [
    ...lines,
    `key    ${key}, or the documentation's own ${documentationKey}`,
    `try    curl -X POST ${url}/v1/account/${access.accountId}/numbers/${e164}/assign \\`,
    `         -H 'Authorization: Bearer ${key}' -H 'Content-Type: application/json' -d '{"trunk_id": "${trunk}"}'`,
  ].join('\n')
}

function describe(file: string | null, goesOn: string | null): string {
  if (file === null) return 'in memory, gone when this process ends'
  return goesOn === null ? `${file}, begun now` : `${file}, as it was left (seed ${goesOn}; --fresh starts over)`
}
