import type { Seen, Sent } from './wire.ts'

/** A request as a report shows it: nothing of its headers but what is particular about them. */
export function shownRequest(method: string, path: string, { body, how }: Sent): string {
  const given = typeof body === 'string' ? body : JSON.stringify(body)
  return [`${method} ${short(path)}`, given === undefined ? '' : short(given), how ?? ''].filter(Boolean).join(' ')
}

/** Of what was seen, what was compared, and the status that explains it. */
export function shownAnswer(names: readonly (keyof Seen)[], seen: Seen): unknown {
  const shown = Object.fromEntries([['status', seen.status], ...names.map(name => [name, seen[name]])])
  const text = JSON.stringify(shown)
  return text.length <= longest ? shown : short(text)
}

/** The same without these words, in whatever text of it a server may have sent them back. */
export function masked<T>(value: T, secrets: readonly string[]): T {
  const mask = (text: string) => secrets.reduce((rest, secret) => rest.replaceAll(secret, '***'), text)
  return JSON.parse(JSON.stringify(value, (_, each) => (typeof each === 'string' ? mask(each) : each)))
}

const longest = 2_000

/** What tests a limit is longer than anyone reads. */
function short(text: string): string {
  return text.length <= 300 ? text : `${text.slice(0, 100)}… (${text.length} characters)`
}
