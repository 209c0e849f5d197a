import { METHODS } from 'node:http'
import t from 'tap'
import { behaviorTest } from '../behavior.ts'
import { assertUnchanged, errorResponse, number, statusAndBody } from '../responses.ts'
import { numbers, onEachStore } from '../server.ts'

const paths = {
  [`${number}/assign`]: 'POST, DELETE',
  [`${number}/application`]: 'POST, DELETE',
  [`${numbers}/anything/assign`]: 'POST, DELETE',
  [number]: 'GET, HEAD',
  [numbers]: 'GET, HEAD',
  '/healthz': 'GET, HEAD',
  '/readyz': 'GET, HEAD',
  '/openapi.json': 'GET, HEAD',
  '/openapi.yaml': 'GET, HEAD',
}

/** All methods that Node.js accepts, except CONNECT. */
const allMethods = METHODS.filter(method => method !== 'CONNECT')
const commonMethods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'PROPFIND', 'QUERY']
const notAllowed = errorResponse(405, 'METHOD_NOT_ALLOWED', 'Method not allowed')

behaviorTest(t, 'method-wrong', t =>
  onEachStore(t, {}, (t, server) =>
    assertUnchanged(t, server, async () => {
      for (const [path, allow] of Object.entries(paths)) {
        const methods = path === number ? allMethods : commonMethods
        for (const method of methods.filter(each => !allow.split(', ').includes(each))) {
          const { status, headers, body } = await server.call(method, path, { headers: { authorization: '' } })
          const expected = method === 'HEAD' ? [405, undefined] : notAllowed
          t.strictSame([status, body, headers['allow']], [...expected, allow], `${method} ${path}`)
        }
      }
    }),
  ),
)

t.test('the response to a wrong method is 405, regardless of the body', t =>
  onEachStore(t, {}, (t, server) =>
    assertUnchanged(t, server, async () => {
      for (const method of ['PUT', 'PATCH', 'PROPFIND', 'OPTIONS']) {
        for (const type of ['application/json', 'text/plain', 'banana', '']) {
          for (const body of ['{"trunk_id":"trunk_abc123"}', '{', 'x'.repeat(70_000)]) {
            const response = await server.call(method, `${number}/assign`, { body, headers: { 'content-type': type } })
            t.strictSame(statusAndBody(response), notAllowed, `${method} with ${type}`)
          }
        }
      }
    }),
  ),
)

t.test('HEAD has the same response as GET, without the body', t =>
  onEachStore(t, {}, async (t, { call }) => {
    for (const path of [number, numbers, `${numbers}/555`, '/healthz', '/readyz', '/openapi.json']) {
      const [head, get] = [await call('HEAD', path), await call('GET', path)]
      const names = ['content-type', 'content-length', 'connection'] as const
      const summary = (each: typeof head) => [each.status, ...names.map(name => each.headers[name])]
      t.strictSame(summary(head), summary(get), path)
      t.equal(head.text, '')
    }
  }),
)
