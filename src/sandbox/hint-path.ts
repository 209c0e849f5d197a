import type { HintContext } from './hint-context.ts'
import { isDocumented } from './request-target.ts'

/** What the vendor documents besides, and this server does not serve. */
const elsewhere = [
  /^\/v1\/account\/[^/]+\/trunks\/[^/]+\/(credentials|ip-acl)(\/|$)/,
  /^\/v1\/account\/[^/]+\/numbers\/(purchase-from-inventory|[^/]+\/(release-preview|cancel-release))$/,
  /^\/v1\/voice\//,
  /^\/v1\/verify(\/|$)/,
]

/** For a path that no route has: what is wrong with it, or that the vendor has it and we do not. */
export function pathHint({ request }: HintContext): string | null {
  const [path = ''] = request.url.split('?')
  if (path.length > 1 && path.endsWith('/')) return 'remove the trailing slash'
  if (path.includes('//')) return 'remove the double slash'
  if (elsewhere.some(pattern => pattern.test(path)))
    return 'the vendor documents this path; this server does not serve it'
  if (/^\/v1\/accounts\//.test(path)) return 'account is in the singular: /v1/account/...'
  const lower = path.toLowerCase()
  if (lower !== path && (isDocumented(lower) || lower.startsWith('/_sandbox/')))
    return `letter case counts, and paths are in lower case: ${lower.startsWith('/_') ? '/_sandbox' : '/v1'}/...`
  return isDocumented(`/v1${path}`) ? 'the path begins with /v1' : null
}
