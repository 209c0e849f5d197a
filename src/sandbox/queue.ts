/**
 * A first-in, first-out queue with constant-time `shift`. A Set would be slow: its iterator skips all deleted entries
 * before the first.
 */
export class Queue<T> {
  #items: (T | undefined)[] = []
  #head = 0

  get length(): number {
    return this.#items.length - this.#head
  }

  push(item: T): void {
    this.#items.push(item)
  }

  shift(): T | undefined {
    if (this.length === 0) return undefined
    const item = this.#items[this.#head]
    // Releases the item to the garbage collector.
    this.#items[this.#head++] = undefined
    if (this.#head > 1_000 && this.#head * 2 > this.#items.length) this.retain(() => true)
    return item
  }

  /** The items in order. */
  list(): T[] {
    return this.#items.slice(this.#head) as T[]
  }

  /** Removes the items for which `predicate` is false. */
  retain(predicate: (item: T) => boolean): void {
    this.#items = this.list().filter(predicate)
    this.#head = 0
  }
}
