import SQLite from 'better-sqlite3'
import { serve } from './fastify.ts'

// The simplest durable server: a commit per request that waits for the disk on the event loop.
const [, , port, file = ''] = process.argv
const db = new SQLite(file)
db.pragma('journal_mode = WAL')
db.pragma('synchronous = FULL')
db.exec(
  'CREATE TABLE numbers (e164 TEXT PRIMARY KEY, trunk_id TEXT, application_id TEXT, updated_at TEXT) WITHOUT ROWID',
)
const insert = db.prepare('INSERT INTO numbers VALUES (?, NULL, NULL, NULL)')
db.transaction(() => {
  for (let at = 0; at < 1_000; at++) insert.run(`+1415${5_000_000 + at}`)
})()
const update = db.prepare('UPDATE numbers SET trunk_id = ?, application_id = ?, updated_at = ? WHERE e164 = ?')
serve(Number(port), true, (e164, kind, id) => {
  const [trunk_id, application_id] = kind === 'trunk' ? [id, null] : [null, id]
  const updated_at = `${new Date().toISOString().slice(0, 19)}Z`
  update.run(trunk_id, application_id, updated_at, e164)
  return { e164, trunk_id, application_id, status: 'active', updated_at }
})
