import t from 'tap'
import { demo } from '../../src/store/demo.ts'
import { MemoryStore } from '../../src/store/memory.ts'
import { readSeed } from '../../src/store/seed-check.ts'
import type { Store } from '../../src/store/store.ts'
import { behaviorTest } from '../behavior.ts'
import { errorResponse, number, statusAndBody } from '../responses.ts'
import { listen, numbers } from '../server.ts'

const secret = new Error('SQLITE_CORRUPT: /home/somebody/sandbox.db')

/** A store that knows its keys and fails at everything else. */
function failingStore(failure: unknown): Store {
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

const internal = errorResponse(500, 'INTERNAL_ERROR', 'Internal server error')

behaviorTest(t, 'unexpected-error', async t => {
  // Errors with a code or a status, and thrown values that are not errors, are unexpected too.
  const failures = [secret, Object.assign(new Error('no'), { code: 'SQLITE_FULL', statusCode: 404 }), 'thrown', null]
  for (const failure of failures) {
    const server = await listen(t, failingStore(failure), {})
    for (const [method, path, options] of calls) {
      const response = await server.call(method, path, options)
      t.strictSame(statusAndBody(response), internal, `${method} ${path}`)
      const { date, 'x-request-id': id, ...headers } = response.headers
      const json = { 'content-type': 'application/json; charset=utf-8', 'content-length': '69', connection: 'close' }
      t.strictSame(headers, json)
    }
    t.strictSame(
      server.unexpectedErrors,
      calls.map(() => failure),
      'the complete errors are reported to the operator',
    )
  }
})
