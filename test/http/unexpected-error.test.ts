import t from 'tap'
import { demo } from '../../src/store/demo.ts'
import { MemoryStore } from '../../src/store/memory.ts'
import { readSeed } from '../../src/store/seed-check.ts'
import type { Store } from '../../src/store/store.ts'
import { row } from '../behavior.ts'
import { number, outcome, refused } from '../responses.ts'
import { listen, numbers } from '../server.ts'

const secret = new Error('SQLITE_CORRUPT: /home/somebody/sandbox.db')

/** A store that knows its keys, and fails at all else. */
function brokenStore(failure: unknown): Store {
  const fail = () => Promise.reject(failure)
  return Object.assign(new MemoryStore(readSeed(demo)), { change: fail, findNumber: fail, listNumbers: fail })
}

const calls = [
  ['POST', `${number}/assign`, { body: { trunk_id: 'trunk_abc123' } }],
  ['POST', `${number}/application`, { body: { application_id: 'app_xyz789' } }],
  ['DELETE', `${number}/assign`, {}],
  ['DELETE', `${number}/application`, {}],
  ['GET', number, {}],
  ['GET', numbers, {}],
] as const

const internal = refused(500, 'INTERNAL_ERROR', 'Internal server error')

row(t, 'unexpected-error', async t => {
  // What has a code or a status of its own is as unforeseen as what is no error at all.
  const failures = [secret, Object.assign(new Error('no'), { code: 'SQLITE_FULL', statusCode: 404 }), 'thrown', null]
  for (const failure of failures) {
    const server = await listen(t, brokenStore(failure), {})
    for (const [method, path, call] of calls) {
      const answer = await server.call(method, path, call)
      t.strictSame(outcome(answer), internal, `${method} ${path}`)
      const { date, 'x-request-id': id, ...headers } = answer.headers
      const json = { 'content-type': 'application/json; charset=utf-8', 'content-length': '69', connection: 'close' }
      t.strictSame(headers, json)
    }
    t.strictSame(
      server.unforeseen,
      calls.map(() => failure),
      'and whoever runs the server is told all of it',
    )
  }
})
