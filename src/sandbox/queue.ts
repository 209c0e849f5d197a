/** First in, first out, without a cost for what is gone: a Set looks past all that was deleted ahead of its first. */
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
    // What is gone is not to be kept alive.
    this.#items[this.#head++] = undefined
    if (this.#head > 1_000 && this.#head * 2 > this.#items.length) this.keep(() => true)
    return item
  }

  /** Those that are in it, in their order. */
  list(): T[] {
    return this.#items.slice(this.#head) as T[]
  }

  /** Only those stay. */
  keep(which: (item: T) => boolean): void {
    this.#items = this.list().filter(which)
    this.#head = 0
  }
}
