import { closeSync, fdatasync, openSync } from 'node:fs'
import type { Database } from 'better-sqlite3'
import { clearTimeout, setImmediate, setTimeout } from '../base/timers.ts'
import { FileWatch } from './file-watch.ts'
import { rescue } from './rescue.ts'

/** Flushes the file to the disk, then calls `done`. By default `fs.fdatasync`; tests pass their own. */
export type Sync = (descriptor: number, done: (error: Error | null) => void) => void

/** A checkpoint runs after this many changed rows, or when nothing was written for this long. */
const checkpointAfterRows = 2_000
const idleMilliseconds = 200

/** A caller that waits until this commit, counted from 1, is on disk. */
interface Waiter {
  readonly commit: number
  readonly settle: (error: Error | null) => void
}

/**
 * The write-ahead log of one connection. Syncs commits to the disk and moves them into the database file by
 * checkpoints. Syncs run on another thread, one at a time. Each covers the commits made before it started.
 */
export class WriteAheadLog {
  readonly #db: Database
  readonly #descriptor: number
  readonly #sync: Sync
  readonly #onFailure: (error: Error) => void
  readonly #watch: FileWatch
  readonly #waiters: Waiter[] = []
  /** The number of commits so far. */
  #committed = 0
  /** The number of commits that are on disk. */
  #synced = 0
  #isSyncing = false
  #failure: Error | null = null
  /** The number of changed rows since the last checkpoint. */
  #rows = 0
  #idleTimer: NodeJS.Timeout | undefined

  /** The log file must exist, and must stay the same as long as the connection is open. */
  constructor(db: Database, onFailure: (error: Error) => void, sync: Sync = fdatasync) {
    this.#db = db
    // `r+`, although this descriptor writes nothing: Windows can sync only a file that is open for writing.
    this.#descriptor = openSync(`${db.name}-wal`, 'r+')
    this.#sync = sync
    this.#onFailure = onFailure
    this.#watch = new FileWatch([db.name, `${db.name}-wal`], () => {
      if (this.#failure === null) this.fail(rescue(db, this.#watch))
    })
  }

  /** A failed sync or a `DatabaseMoved` error, after which nothing can be committed; null if there was none. */
  get failure(): Error | null {
    return this.#failure
  }

  /** Fails if the database file or its log was removed or replaced. Also runs by itself twice a second. */
  checkFiles(): void {
    this.#watch.check()
  }

  /** Must be called after each commit that changed rows. `rows` is their number. */
  recordCommit(rows: number): void {
    this.#committed++
    this.#rows += rows
  }

  /**
   * Calls `settle` when all commits so far are on disk, or immediately if they are. Passes the failure if there is one.
   */
  whenSynced(settle: (error: Error | null) => void): void {
    if (this.#failure !== null || this.#synced === this.#committed) settle(this.#failure)
    else {
      this.#waiters.push({ commit: this.#committed, settle })
      this.#start()
    }
  }

  /**
   * Moves as many commits as possible from the log into the database file. Ignores errors such as a full disk, because
   * a later checkpoint can succeed, but not a failed sync.
   */
  checkpoint(): void {
    // SQLite cannot checkpoint inside a transaction. The next commit leads to another checkpoint.
    if (this.#failure !== null || this.#db.inTransaction) return
    try {
      this.#rows = 0
      this.#db.pragma('wal_checkpoint(PASSIVE)')
    } catch (error) {
      if (isFailedSync(error)) this.fail(error)
    }
  }

  /**
   * Rejects all current and later callers. After a failed sync it is unknown what is on disk: the operating system can
   * have dropped the pages that it could not write.
   */
  fail(error: Error): void {
    if (this.#failure !== null) return
    this.#failure = error
    for (const { settle } of this.#waiters.splice(0)) settle(error)
    this.#onFailure(error)
  }

  close(): void {
    this.#watch.close()
    clearTimeout(this.#idleTimer)
    closeSync(this.#descriptor)
  }

  #start(): void {
    if (this.#isSyncing || this.#failure !== null) return
    this.#isSyncing = true
    const covered = this.#committed
    this.#sync(this.#descriptor, error => {
      this.#isSyncing = false
      if (error === null) this.#onSynced(covered)
      else this.fail(error)
    })
  }

  /**
   * Settles the callers whose commit is on disk and schedules the next checkpoint. A checkpoint blocks the event loop
   * with a sync, so it runs often enough to stay short, or when nothing is written.
   */
  #onSynced(commit: number): void {
    this.#synced = commit
    const pending = this.#waiters.findIndex(waiter => waiter.commit > commit)
    for (const { settle } of this.#waiters.splice(0, pending === -1 ? this.#waiters.length : pending)) settle(null)
    if (this.#waiters.length > 0) this.#start()
    // After the callers have continued, because the checkpoint would delay them.
    if (this.#rows >= checkpointAfterRows) {
      this.#rows = 0
      setImmediate(() => this.checkpoint())
    } else if (this.#idleTimer !== undefined) this.#idleTimer.refresh()
    else this.#idleTimer = setTimeout(() => this.checkpoint(), idleMilliseconds).unref()
  }
}

/** Whether the error is a failed sync that SQLite made itself, in COMMIT or in a checkpoint. */
export function isFailedSync(error: unknown): error is Error {
  return error instanceof Error && 'code' in error && /^SQLITE_IOERR_(DIR_)?FSYNC$/.test(String(error.code))
}
