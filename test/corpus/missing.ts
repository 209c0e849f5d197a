import type { CorpusDifference } from './compare.ts'

interface Pair {
  readonly where: string
  readonly from: string
  readonly to: string
  readonly place: string
}

/** The entries of the table that would explain these differences, and the lines that no entry can explain. */
export function missingWords(found: readonly CorpusDifference[]): string {
  const pairs = new Map<string, Pair & { count: number }>()
  const others: string[] = []
  for (const { expected, seen } of found) {
    const before = pairs.size
    let matched = false
    for (const pair of compare(expected, seen, '', placeOf(expected))) {
      matched = true
      const name = JSON.stringify([pair.where, pair.from, pair.to])
      pairs.set(name, { ...pair, count: (pairs.get(name)?.count ?? 0) + 1 })
    }
    if (!matched && pairs.size === before)
      others.push(`// ${JSON.stringify(expected)}\n// is now ${JSON.stringify(seen)}`)
  }
  const sorted = [...pairs.values()].sort((a, b) => b.count - a.count)
  const entries = sorted.map(({ where, from, to, place, count }) => {
    const quote = (text: string) => JSON.stringify(text)
    return `  { where: '${where}', from: ${quote(from)}, to: ${quote(to)} }, // ${count} x, first in ${place}`
  })
  return [...entries, ...others].join('\n')
}

function placeOf(line: unknown): string {
  const { request, run, document, wire, at } = Object(line)
  return String(request ?? run?.join(' ') ?? (document && `${document} ${at.join(' ')}`) ?? wire ?? 'the log').slice(
    0,
    80,
  )
}

/** Strings and names that differ at the same place. */
function compare(expected: unknown, seen: unknown, key: string, place: string): Pair[] {
  if (expected === seen) return []
  if (typeof expected === 'string' && typeof seen === 'string') return [pairOf(expected, seen, key, place)]
  if (typeof expected !== 'object' || typeof seen !== 'object' || expected === null || seen === null)
    return [{ where: '?', from: JSON.stringify(expected), to: JSON.stringify(seen), place: `${place}, ${key}` }]
  const [names, newNames] = [Object.keys(expected), Object.keys(seen)]
  if (names.length !== newNames.length)
    return [{ where: '?', from: JSON.stringify(expected), to: JSON.stringify(seen), place: `${place}, ${key}` }]
  // Headers are in alphabetical order: the removed ones are paired with the added ones in this order.
  const removed = names.filter(name => !newNames.includes(name))
  const added = newNames.filter(name => !names.includes(name))
  const renamed = new Map(removed.map((name, at) => [name, added[at] ?? name]))
  return names.flatMap(name => {
    const to = renamed.get(name) ?? name
    const inner = Array.isArray(expected) ? key : name
    const values = compare(
      (expected as Record<string, unknown>)[name],
      (seen as Record<string, unknown>)[to],
      key === 'head' || key === 'env' || key === 'headers' ? `${key} ${name}` : inner,
      place,
    )
    if (to === name) return values
    const where = key === 'head' || key === 'headers' ? 'header' : key === 'env' ? 'variable' : 'field'
    return [{ where, from: name, to, place }, ...values]
  })
}

function pairOf(from: string, to: string, key: string, place: string): Pair {
  const where =
    key === 'run' || key === 'server' ? 'flag' : key === 'request' ? 'path or query' : isWord(from) ? 'value' : 'text'
  return { where, from, to, place: `${place}, ${key}` }
}

function isWord(text: string): boolean {
  return /^[\w-]+$/.test(text)
}
