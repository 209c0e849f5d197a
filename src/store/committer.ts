import type { Database, Statement } from 'better-sqlite3'
import { setImmediate } from '../base/timers.ts'
import type { Steps } from '../base/turns.ts'
import { inTurns } from '../base/turns.ts'
import type { WriteAheadLog } from './write-ahead-log.ts'
import { isFailedSync } from './write-ahead-log.ts'

/** One caller's part of a transaction: `decide` reads and may refuse, `write` then changes rows and counts them. */
interface Job<D> {
  decide(): D
  write(decision: D): number
  settle(error: Error | null, decision: D | null): void
}

/** What a long job changed, in rows, and what its caller is told. */
export interface LongResult<A> {
  readonly rows: number
  readonly result: A
}

/** A job of many turns of the event loop, in a transaction of its own. */
interface LongJob {
  readonly work: Steps<LongResult<unknown>>
  readonly foreignKeys: 'ON' | 'OFF'
  settle(error: unknown, answer: unknown): void
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
  #queue: (Job<unknown> | LongJob)[] = []
  #isDraining = false
  /** Those who want to read while a long job is under way, and would see what it has not committed; null without one. */
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

  /** Does work of many turns. From its first step to its commit no other job begins, and no reader reads. */
  addLong<A>(work: Steps<LongResult<A>>, foreignKeys: LongJob['foreignKeys'] = 'ON'): Promise<A> {
    return new Promise((resolve, reject) => {
      const settle: LongJob['settle'] = (error, answer) => (error === null ? resolve(answer as A) : reject(error))
      this.#push({ work, foreignKeys, settle })
    })
  }

  /** Reads at once, or behind the long job that is under way. */
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
        await this.#doLong(job)
      } else {
        const next = this.#queue.findIndex(isLong)
        this.#do(this.#queue.splice(0, next === -1 ? this.#queue.length : next) as Batch)
      }
    }
    this.#isDraining = false
  }

  async #doLong({ work, foreignKeys, settle }: LongJob): Promise<void> {
    this.#readers = []
    try {
      // Of no effect in a transaction.
      this.#db.pragma(`foreign_keys = ${foreignKeys}`)
      this.#begin.run()
      const { rows, result } = await inTurns(this.#untilLost(work))
      this.#commit.run()
      if (rows > 0) this.#log.committed(rows)
      this.#log.whenSynced(lost => settle(lost, result))
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

  /** Stops ahead of the step behind a loss of the database: a rescue has ended the transaction, so it would commit alone. */
  *#untilLost<T>(work: Steps<T>): Steps<T> {
    for (;;) {
      if (this.#log.lost !== null) throw this.#log.lost
      const { done, value } = work.next()
      if (done) return value
      yield
    }
  }

  #do(batch: Batch): void {
    let jobs = batch
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
    if (job !== null && !isStorageError(error)) {
      job.settle(error, null)
      return jobs.filter(other => other !== job)
    }
    refuse(jobs, error)
    this.#recover(error)
    return []
  }

  #recover(error: Error): void {
    if (isFailedSync(error)) this.#log.failSync(error)
    // The log may have grown over what the file has room for: the next write often succeeds after this.
    else this.#log.checkpoint()
  }
}

function isLong(job: Job<unknown> | LongJob): job is LongJob {
  return 'work' in job
}

function refuse(jobs: Batch, error: Error): void {
  for (const job of jobs) job.settle(error, null)
}

/** A refusal, or a mistake of ours, before anything was written: it concerns this job alone. */
function decide(job: Job<unknown>): Outcome {
  try {
    return { error: null, decision: job.decide() }
  } catch (error) {
    if (!(error instanceof Error) || isStorageError(error)) throw error
    return { error, decision: null }
  }
}

/** Any error of SQLite's but that a row broke a rule of the schema. */
function isStorageError(error: Error): boolean {
  return 'code' in error && /^SQLITE_(?!CONSTRAINT|MISMATCH|TOOBIG)/.test(String(error.code))
}
