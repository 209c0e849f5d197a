import type { Steps } from './turns.ts'

/** Negative if `a` comes before `b`, positive if it comes after. */
type Compare<T> = (a: T, b: T) => number

const runLength = 1_000

/** Returns a sorted copy: a merge sort that can run in turns. */
export function* sorted<T>(all: readonly T[], compare: Compare<T>): Steps<readonly T[]> {
  if (yield* isSorted(all, compare)) return all
  let runs: T[][] = []
  for (let at = 0; at < all.length; at += runLength) {
    runs.push(all.slice(at, at + runLength).sort(compare))
    yield
  }
  while (runs.length > 1) {
    const merged: T[][] = []
    for (let at = 0; at < runs.length; at += 2) {
      const [left, right = []] = runs.slice(at, at + 2) as [T[], T[]?]
      merged.push(yield* merge(left, right, compare))
    }
    runs = merged
  }
  return runs[0] as T[]
}

function* isSorted<T>(all: readonly T[], compare: Compare<T>): Steps<boolean> {
  for (let at = 1; at < all.length; at++) {
    if (compare(all[at - 1] as T, all[at] as T) > 0) return false
    yield
  }
  return true
}

function* merge<T>(left: readonly T[], right: readonly T[], compare: Compare<T>): Steps<T[]> {
  const merged: T[] = []
  let [l, r] = [0, 0]
  while (l < left.length || r < right.length) {
    const isLeft = r === right.length || (l < left.length && compare(left[l] as T, right[r] as T) <= 0)
    merged.push((isLeft ? left[l++] : right[r++]) as T)
    yield
  }
  return merged
}
