import type { HintContext } from './hint-context.ts'
import { isDocumented } from './request-target.ts'

/** Paths that the vendor documents and this server does not implement. */
const unservedPaths = [
  /^\/v1\/account\/[^/]+\/trunks\/[^/]+\/(credentials|ip-acl)(\/|$)/,
  /^\/v1\/account\/[^/]+\/numbers\/(purchase-from-inventory|[^/]+\/(release-preview|cancel-release))$/,
  /^\/v1\/voice\//,
  /^\/v1\/verify(\/|$)/,
]

/** The hint for a path that no route matches. */
export function pathHint({ request }: HintContext): string | null {
  const [path = ''] = request.url.split('?')
  if (path.length > 1 && path.endsWith('/')) return 'remove the trailing slash'
  if (path.includes('//')) return 'remove the double slash'
  if (unservedPaths.some(pattern => pattern.test(path)))
    return 'TryVox documents this path, but this server does not implement it'
  if (/^\/v1\/accounts\//.test(path)) return 'write account, not accounts: /v1/account/...'
  const lowerCase = path.toLowerCase()
  if (lowerCase !== path && (isDocumented(lowerCase) || lowerCase.startsWith('/_sandbox/')))
    return `paths are case-sensitive; use lower case: ${lowerCase.startsWith('/_') ? '/_sandbox' : '/v1'}/...`
  return isDocumented(`/v1${path}`) ? 'the path must begin with /v1' : null
}
