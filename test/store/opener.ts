import SQLite from 'better-sqlite3'
import { openSqlite } from '../../src/store/open.ts'
import { nothing, seed } from './fixture.ts'

// Opens the file that it is given, says how that went, and holds it until its standard input ends.
const [file = '', user] = process.argv.slice(2)
// The addon is loaded at its first use, and nobody else may be able to read it.
new SQLite(':memory:').close()
if (user === 'nobody' && process.getuid?.() === 0) process.setuid?.(65_534)
try {
  const { store } = openSqlite({
    file,
    fresh: false,
    seed: { name: 'namespace', read: () => seed },
    seedIsAsked: false,
    additions: nothing,
    onLost: () => {},
  })
  // A connection that nothing refers to is closed by the garbage collector.
  process.stdin.resume().on('end', () => store.close())
  console.log('open')
} catch (error) {
  console.log(String(error))
}
