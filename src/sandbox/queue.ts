/** First in, first out, without a cost for what is gone: a Set looks past all that was deleted ahead of its first. */
export class Queue<T> {
  #items: T[] = []
  #head = 0

  get length(): number {
    return this.#items.length - this.#head
  }

  push(item: T): void {
    this.#items.push(item)
  }

  shift(): T | undefined {
    const item = this.#items[this.#head]
    if (this.length > 0) this.#head++
    // Now and then, so that what was taken is not kept for ever.
    if (this.#head > 1_000 && this.#head * 2 > this.#items.length) this.keep(() => true)
    return item
  }

  /** Those that are in it, in their order. */
  list(): T[] {
    return this.#items.slice(this.#head)
  }

  /** Only those stay. */
  keep(which: (item: T) => boolean): void {
    this.#items = this.list().filter(which)
    this.#head = 0
  }
}
