/** The steps that undo the changes of a check. */
export class Undo {
  readonly #steps: (() => Promise<void>)[] = []
  /** A message for each step that failed. */
  readonly failures: string[] = []

  /**
   * Adds a step to run after the check, the last one first. `step` resolves to whether it succeeded, and `action`
   * describes it: `delete trunk_1`.
   */
  add(action: string, step: () => Promise<boolean>): void {
    this.#steps.push(() => this.runStep(action, step))
  }

  /** Runs all steps and removes them. */
  async runAll(): Promise<void> {
    for (let step = this.#steps.pop(); step !== undefined; step = this.#steps.pop()) await step()
  }

  /** Runs one step now. */
  async runStep(action: string, step: () => Promise<boolean>): Promise<void> {
    const isDone = await step().catch(() => false)
    if (!isDone) this.failures.push(`could not ${action}`)
  }
}
