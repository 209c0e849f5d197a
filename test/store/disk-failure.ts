import { closeSync, fstatSync, openSync, statSync, writeSync } from 'node:fs'
import { locate } from '../../src/store/database-file.ts'
import { openFile } from '../../src/store/file.ts'

/**
 * Replaces every open descriptor of `file` in this process by one of `as`, so that the next read, write or sync really
 * fails: `/dev/null` cannot be synced, a file opened with `r` cannot be written, and one opened with `a` cannot be read.
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

/** Opens `as` with this descriptor. The system assigns the lowest free one, so all lower ones are taken first. */
function occupy(descriptor: number, as: string, flags: string): void {
  const taken = openSync(as, flags)
  if (taken === descriptor) return
  occupy(descriptor, as, flags)
  closeSync(taken)
}

/** Overwrites the first page of a table. The file must not be open. */
export function damage(file: string, table: string): void {
  const db = openFile(locate(file))
  const page = db.prepare<[string], number>('SELECT rootpage FROM sqlite_schema WHERE name = ?').pluck().get(table)
  db.close()
  const descriptor = openSync(file, 'r+')
  writeSync(descriptor, Buffer.alloc(4096, 'damaged'), 0, 4096, (Number(page) - 1) * 4096)
  closeSync(descriptor)
}
