/** What a check has changed, to be put back. */
export class Undo {
  readonly #steps: (() => Promise<void>)[] = []
  /** What could not be put back. */
  readonly left: string[] = []

  /** To be done when the check is over, last first; `step` says whether it could be. */
  add(what: string, step: () => Promise<boolean>): void {
    this.#steps.push(() => this.restore(what, step))
  }

  async all(): Promise<void> {
    for (let step = this.#steps.pop(); step !== undefined; step = this.#steps.pop()) await step()
  }

  async restore(what: string, step: () => Promise<boolean>): Promise<void> {
    const isBack = await step().catch(() => false)
    if (!isBack) this.left.push(`could not be put back: ${what}`)
  }
}
