/** An API key and, with HTTP Basic, the account id sent as user name. */
export interface Credentials {
  readonly key: string
  readonly account: string | null
}

/** Reads `Authorization: Bearer KEY` or `Basic base64(ACCOUNT:KEY)`, ignoring the case of the scheme. Returns null for anything else. */
export function readCredentials(authorization: string | undefined): Credentials | null {
  const [, scheme, value] = /^(bearer|basic) +([!-~]+) *$/i.exec(authorization ?? '') ?? []
  if (scheme === undefined || value === undefined) return null
  if (scheme.toLowerCase() === 'bearer') return { key: value, account: null }
  const pair = Buffer.from(value, 'base64').toString()
  const colon = pair.indexOf(':')
  return colon === -1 ? null : { account: pair.slice(0, colon), key: pair.slice(colon + 1) }
}
