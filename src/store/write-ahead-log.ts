import { closeSync, fdatasync, openSync } from 'node:fs'
import type { Database } from 'better-sqlite3'
import { clearTimeout, setImmediate, setTimeout } from '../base/timers.ts'
import { FileWatch } from './file-watch.ts'
import { rescue } from './rescue.ts'

/** Brings what was written to `descriptor` to the disk, and then calls back: `fs.fdatasync`, or a test's own. */
export type Sync = (descriptor: number, done: (error: Error | null) => void) => void

const checkpointAfterRows = 2_000
const idleMilliseconds = 200

interface Waiting {
  readonly commit: number
  readonly settle: (error: Error | null) => void
}

/**
 * The write-ahead log of one connection: when its commits are on disk, and when they move into the database file.
 * The sync runs on another thread, one at a time, and covers each commit made before it began.
 */
export class WriteAheadLog {
  readonly #db: Database
  readonly #descriptor: number
  readonly #sync: Sync
  readonly #onLost: (error: Error) => void
  readonly #watch: FileWatch
  readonly #waiting: Waiting[] = []
  #committed = 0
  #synced = 0
  #syncing = false
  #lost: Error | null = null
  #rows = 0
  #idle: NodeJS.Timeout | undefined

  /** The connection must have made its log already, and keeps it as long as it is open. */
  constructor(db: Database, onLost: (error: Error) => void, sync: Sync = fdatasync) {
    this.#db = db
    // `r+` although nothing is written here: Windows syncs nothing that it may not write.
    this.#descriptor = openSync(`${db.name}-wal`, 'r+')
    this.#sync = sync
    this.#onLost = onLost
    this.#watch = new FileWatch([db.name, `${db.name}-wal`], () => {
      if (this.#lost === null) this.failSync(rescue(db, this.#watch))
    })
  }

  /** The failed sync, or where the files went; nothing may be committed any more. */
  get lost(): Error | null {
    return this.#lost
  }

  /** Loses the database if it or its log is no longer in place. Runs by itself too, twice a second. */
  checkFiles(): void {
    this.#watch.check()
  }

  /** A transaction that wrote so many rows was committed. */
  committed(rows: number): void {
    this.#committed++
    this.#rows += rows
  }

  /** Settles when all that was committed until now is on disk; at once where it is already. */
  whenSynced(settle: (error: Error | null) => void): void {
    if (this.#lost !== null || this.#synced === this.#committed) settle(this.#lost)
    else {
      this.#waiting.push({ commit: this.#committed, settle })
      this.#start()
    }
  }

  /** Moves what it can from the log into the database file. A full disk may wait; a failed sync is the end. */
  checkpoint(): void {
    // In a transaction SQLite refuses to; the commit behind it comes here again.
    if (this.#lost !== null || this.#db.inTransaction) return
    try {
      this.#rows = 0
      this.#db.pragma('wal_checkpoint(PASSIVE)')
    } catch (error) {
      if (isFailedSync(error)) this.failSync(error)
    }
  }

  /**
   * After a failed sync nobody knows what is on disk, for the system may have dropped the pages it could not write:
   * whoever waits is refused, and so is everyone after them.
   */
  failSync(error: Error): void {
    if (this.#lost !== null) return
    this.#lost = error
    for (const { settle } of this.#waiting.splice(0)) settle(error)
    this.#onLost(error)
  }

  close(): void {
    this.#watch.close()
    clearTimeout(this.#idle)
    closeSync(this.#descriptor)
  }

  #start(): void {
    if (this.#syncing || this.#lost !== null) return
    this.#syncing = true
    const covered = this.#committed
    this.#sync(this.#descriptor, error => {
      this.#syncing = false
      if (error === null) this.#reached(covered)
      else this.failSync(error)
    })
  }

  /** A checkpoint syncs on the event loop: after so many rows that it stays short, or when nobody writes. */
  #reached(commit: number): void {
    this.#synced = commit
    const later = this.#waiting.findIndex(waiting => waiting.commit > commit)
    for (const { settle } of this.#waiting.splice(0, later === -1 ? this.#waiting.length : later)) settle(null)
    if (this.#waiting.length > 0) this.#start()
    // Behind the answers, which it would hold up.
    if (this.#rows >= checkpointAfterRows) {
      this.#rows = 0
      setImmediate(() => this.checkpoint())
    } else if (this.#idle !== undefined) this.#idle.refresh()
    else this.#idle = setTimeout(() => this.checkpoint(), idleMilliseconds).unref()
  }
}

/** SQLite's own syncs, in COMMIT and in a checkpoint, as it names their failures. */
export function isFailedSync(error: unknown): error is Error {
  return error instanceof Error && 'code' in error && /^SQLITE_IOERR_(DIR_)?FSYNC$/.test(String(error.code))
}
