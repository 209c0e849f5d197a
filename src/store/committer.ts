import type { Database, Statement } from 'better-sqlite3'
import { setImmediate } from '../base/timers.ts'
import type { Steps } from '../base/turns.ts'
import { inTurns } from '../base/turns.ts'
import type { WriteAheadLog } from './write-ahead-log.ts'
import { isFailedSync } from './write-ahead-log.ts'

/**
 * One caller's part of a transaction: `decide` reads and can throw, then `write` changes rows and returns their number.
 */
interface Job<D> {
  decide(): D
  write(decision: D): number
  settle(error: Error | null, decision: D | null): void
}

/** The outcome of a long job: the number of changed rows, and the value for the caller. */
export interface LongResult<A> {
  readonly rows: number
  readonly result: A
}

/** A job that runs over several turns of the event loop, in its own transaction. */
interface LongJob {
  readonly work: Steps<LongResult<unknown>>
  readonly foreignKeys: 'ON' | 'OFF'
  settle(error: unknown, result: unknown): void
}

type Outcome = { error: Error; decision: null } | { error: null; decision: unknown }
type Batch = readonly Job<unknown>[]

/** A transaction failed and was rolled back. `job` is the job that failed; it is null if BEGIN or COMMIT failed. */
class TransactionError extends Error {
  readonly job: Job<unknown> | null
  override readonly cause: unknown

  constructor(job: Job<unknown> | null, cause: unknown) {
    super('the transaction failed')
    this.job = job
    this.cause = cause
  }
}

/** Commits the jobs that arrive in one turn of the event loop together, and settles them once the log is on disk. */
export class Committer {
  readonly #db: Database
  readonly #log: WriteAheadLog
  readonly #begin: Statement
  readonly #commit: Statement
  #queue: (Job<unknown> | LongJob)[] = []
  #isDraining = false
  /** Reads that wait for a running long job, because they would see its uncommitted rows. Null if none is running. */
  #readers: (() => void)[] | null = null

  constructor(db: Database, log: WriteAheadLog) {
    this.#db = db
    this.#log = log
    this.#begin = db.prepare('BEGIN IMMEDIATE')
    this.#commit = db.prepare('COMMIT')
  }

  add<D>(job: Job<D>): void {
    this.#push(job as Job<unknown>)
  }

  /** Runs work over several turns. Between its first step and its commit, no other job starts and nothing is read. */
  addLong<A>(work: Steps<LongResult<A>>, foreignKeys: LongJob['foreignKeys'] = 'ON'): Promise<A> {
    return new Promise((resolve, reject) => {
      const settle: LongJob['settle'] = (error, result) => (error === null ? resolve(result as A) : reject(error))
      this.#push({ work, foreignKeys, settle })
    })
  }

  /** Calls `read` immediately, or after the long job that is running. */
  whenFree(read: () => void): void {
    if (this.#readers === null) read()
    else this.#readers.push(read)
  }

  #push(job: Job<unknown> | LongJob): void {
    this.#queue.push(job)
    if (this.#isDraining) return
    this.#isDraining = true
    setImmediate(() => this.#drain())
  }

  async #drain(): Promise<void> {
    for (let job = this.#queue[0]; job !== undefined; job = this.#queue[0]) {
      if (isLong(job)) {
        this.#queue.shift()
        await this.#runLong(job)
      } else {
        const nextLong = this.#queue.findIndex(isLong)
        this.#runBatch(this.#queue.splice(0, nextLong === -1 ? this.#queue.length : nextLong) as Batch)
      }
    }
    this.#isDraining = false
  }

  async #runLong({ work, foreignKeys, settle }: LongJob): Promise<void> {
    this.#readers = []
    try {
      // SQLite ignores this pragma inside a transaction.
      this.#db.pragma(`foreign_keys = ${foreignKeys}`)
      this.#begin.run()
      const { rows, result } = await inTurns(this.#stopOnFailure(work))
      this.#commit.run()
      if (rows > 0) this.#log.recordCommit(rows)
      this.#log.whenSynced(failure => settle(failure, result))
    } catch (error) {
      if (this.#db.inTransaction) this.#db.exec('ROLLBACK')
      settle(error, null)
      if (error instanceof Error && isStorageError(error)) this.#recover(error)
    } finally {
      if (this.#db.open) this.#db.pragma('foreign_keys = ON')
      const readers = this.#readers
      this.#readers = null
      for (const read of readers) read()
    }
  }

  /**
   * Stops the work as soon as the log has failed: `rescue` has rolled the transaction back, so SQLite would commit the
   * statements of the next step one by one.
   */
  *#stopOnFailure<T>(work: Steps<T>): Steps<T> {
    for (;;) {
      if (this.#log.failure !== null) throw this.#log.failure
      const { done, value } = work.next()
      if (done) return value
      yield
    }
  }

  #runBatch(batch: Batch): void {
    let jobs = batch
    while (jobs.length > 0) {
      if (this.#log.failure !== null) {
        rejectAll(jobs, this.#log.failure)
        return
      }
      try {
        this.#settle(jobs, this.#transact(jobs))
        return
      } catch (error) {
        jobs = this.#jobsToRetry(jobs, error as TransactionError)
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
      // SQLite rolls back by itself after some errors, such as a full disk.
      if (this.#db.inTransaction) this.#db.exec('ROLLBACK')
      throw new TransactionError(job, error)
    }
    if (rows > 0) this.#log.recordCommit(rows)
    return outcomes
  }

  /** Settles every job, also one that wrote nothing or threw, only when the commits that it read are on disk. */
  #settle(jobs: Batch, outcomes: readonly Outcome[]): void {
    this.#log.whenSynced(failure => {
      for (const [index, outcome] of outcomes.entries()) {
        jobs[index]?.settle(failure ?? outcome.error, failure === null ? outcome.decision : null)
      }
    })
  }

  /**
   * Handles a transaction that was rolled back. If one job caused the error, rejects it and returns the others to run
   * again. If the storage caused it, rejects all of them and returns none.
   */
  #jobsToRetry(jobs: Batch, { job, cause }: TransactionError): Batch {
    const error = cause instanceof Error ? cause : new Error(String(cause))
    if (job !== null && !isStorageError(error)) {
      job.settle(error, null)
      return jobs.filter(each => each !== job)
    }
    rejectAll(jobs, error)
    this.#recover(error)
    return []
  }

  #recover(error: Error): void {
    if (isFailedSync(error)) this.#log.fail(error)
    // The log may have filled the disk. After a checkpoint SQLite can reuse it, and the next write often succeeds.
    else this.#log.checkpoint()
  }
}

function isLong(job: Job<unknown> | LongJob): job is LongJob {
  return 'work' in job
}

function rejectAll(jobs: Batch, error: Error): void {
  for (const job of jobs) job.settle(error, null)
}

/** Catches a domain error or a bug in `decide`: nothing was written yet, so only this job fails. */
function decide(job: Job<unknown>): Outcome {
  try {
    return { error: null, decision: job.decide() }
  } catch (error) {
    if (!(error instanceof Error) || isStorageError(error)) throw error
    return { error, decision: null }
  }
}

/** Whether SQLite reported an error of the database or the disk, not of a value that the schema does not accept. */
function isStorageError(error: Error): boolean {
  return 'code' in error && /^SQLITE_(?!CONSTRAINT|MISMATCH|TOOBIG)/.test(String(error.code))
}
