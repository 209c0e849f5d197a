import { closeSync, fstatSync, openSync, statSync, writeSync } from 'node:fs'
import { locate } from '../../src/store/database-file.ts'
import { openFile } from '../../src/store/file.ts'

/**
 * Opens `as` wherever this process has `file` open, so that its next reading, writing or sync fails for real:
 * `/dev/null` cannot be synced, what is open to read cannot be written, and what is open to append cannot be read.
 */
export function reopen(file: string, as: string, flags: 'r' | 'r+' | 'a'): void {
  const { ino } = statSync(file)
  const open = Array.from({ length: 256 }, (_, descriptor) => descriptor).filter(each => inode(each) === ino)
  if (open.length === 0) throw new Error(`${file} is not open`)
  for (const descriptor of open) {
    closeSync(descriptor)
    occupy(descriptor, as, flags)
  }
}

function inode(descriptor: number): number | undefined {
  try {
    return fstatSync(descriptor).ino
  } catch {
    return undefined
  }
}

/** The system gives the lowest free number: take all of them up to this one. */
function occupy(descriptor: number, as: string, flags: string): void {
  const taken = openSync(as, flags)
  if (taken === descriptor) return
  occupy(descriptor, as, flags)
  closeSync(taken)
}

/** Overwrites the page that the table begins with. Nobody may have the file open. */
export function damage(file: string, table: string): void {
  const db = openFile(locate(file))
  const page = db.prepare<[string], number>('SELECT rootpage FROM sqlite_schema WHERE name = ?').pluck().get(table)
  db.close()
  const descriptor = openSync(file, 'r+')
  writeSync(descriptor, Buffer.alloc(4096, 'damaged'), 0, 4096, (Number(page) - 1) * 4096)
  closeSync(descriptor)
}
