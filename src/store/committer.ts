import type { Database, Statement } from 'better-sqlite3'
import { setImmediate } from '../base/timers.ts'
import type { WriteAheadLog } from './write-ahead-log.ts'
import { isFailedSync } from './write-ahead-log.ts'

/** One caller's part of a transaction: `decide` reads and may refuse, `write` then changes rows and counts them. */
interface Job<D> {
  decide(): D
  write(decision: D): number
  settle(error: Error | null, decision: D | null): void
}

type Outcome = { error: Error; decision: null } | { error: null; decision: unknown }
type Batch = readonly Job<unknown>[]

/** A job that broke while it wrote, or, without one, the commit. */
class Broken extends Error {
  readonly job: Job<unknown> | null
  override readonly cause: unknown

  constructor(job: Job<unknown> | null, cause: unknown) {
    super('a transaction broke')
    this.job = job
    this.cause = cause
  }
}

/** Commits together what arrives in one turn of the event loop, and settles it when the log is on disk. */
export class Committer {
  readonly #db: Database
  readonly #log: WriteAheadLog
  readonly #begin: Statement
  readonly #commit: Statement
  #queue: Job<unknown>[] = []

  constructor(db: Database, log: WriteAheadLog) {
    this.#db = db
    this.#log = log
    this.#begin = db.prepare('BEGIN IMMEDIATE')
    this.#commit = db.prepare('COMMIT')
  }

  add<D>(job: Job<D>): void {
    if (this.#queue.length === 0) setImmediate(() => this.#drain())
    this.#queue.push(job as Job<unknown>)
  }

  #drain(): void {
    let jobs: Batch = this.#queue
    this.#queue = []
    while (jobs.length > 0) {
      if (this.#log.lost !== null) {
        refuse(jobs, this.#log.lost)
        return
      }
      try {
        this.#settle(jobs, this.#transact(jobs))
        return
      } catch (error) {
        jobs = this.#without(jobs, error as Broken)
      }
    }
  }

  #transact(jobs: Batch): Outcome[] {
    let job: Job<unknown> | null = null
    let rows = 0
    const outcomes: Outcome[] = []
    try {
      this.#begin.run()
      for (job of jobs) {
        const outcome = decide(job)
        if (outcome.error === null) rows += job.write(outcome.decision)
        outcomes.push(outcome)
      }
      job = null
      this.#commit.run()
    } catch (error) {
      // A full disk may have ended the transaction already.
      if (this.#db.inTransaction) this.#db.exec('ROLLBACK')
      throw new Broken(job, error)
    }
    if (rows > 0) this.#log.committed(rows)
    return outcomes
  }

  /** Decided, written or not, settles only when what it saw is on disk. */
  #settle(jobs: Batch, outcomes: readonly Outcome[]): void {
    this.#log.whenSynced(lost => {
      for (const [at, outcome] of outcomes.entries()) {
        jobs[at]?.settle(lost ?? outcome.error, lost === null ? outcome.decision : null)
      }
    })
  }

  /** Nothing of the batch was written. What is left to try: all but a job at fault, none where the disk is. */
  #without(jobs: Batch, { job, cause }: Broken): Batch {
    const error = cause instanceof Error ? cause : new Error(String(cause))
    if (job !== null && !isOfTheDisk(error)) {
      job.settle(error, null)
      return jobs.filter(other => other !== job)
    }
    refuse(jobs, error)
    if (isFailedSync(error)) this.#log.lose(error)
    // The log may have grown over what the file has room for: the next write often succeeds after this.
    else this.#log.checkpoint()
    return []
  }
}

function refuse(jobs: Batch, error: Error): void {
  for (const job of jobs) job.settle(error, null)
}

/** A refusal, or a mistake of ours, before anything was written: it concerns this job alone. */
function decide(job: Job<unknown>): Outcome {
  try {
    return { error: null, decision: job.decide() }
  } catch (error) {
    if (!(error instanceof Error) || isOfTheDisk(error)) throw error
    return { error, decision: null }
  }
}

/** Any error of SQLite's but that a row broke a rule of the schema. */
function isOfTheDisk(error: Error): boolean {
  return 'code' in error && /^SQLITE_(?!CONSTRAINT|MISMATCH|TOOBIG)/.test(String(error.code))
}
