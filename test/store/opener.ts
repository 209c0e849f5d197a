import SQLite from 'better-sqlite3'
import { openSqlite } from '../../src/store/open.ts'
import { emptySeed, seed } from './fixture.ts'

// Opens the database file named on the command line, prints the result, and keeps the file open until standard input ends.
const [file = '', user] = process.argv.slice(2)
// The addon is loaded at its first use. After a change of user it may not be readable.
new SQLite(':memory:').close()
if (user === 'nobody' && process.getuid?.() === 0) process.setuid?.(65_534)
try {
  const { store } = openSqlite({
    file,
    fresh: false,
    seed: { name: 'fixture', read: () => seed },
    isSeedExplicit: false,
    additions: emptySeed,
    onStorageFailure: () => {},
  })
  // The garbage collector closes a connection that has no references.
  process.stdin.resume().on('end', () => store.close())
  console.log('open')
} catch (error) {
  console.log(String(error))
}
