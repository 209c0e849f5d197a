import type { Test } from 'tap'
import t from 'tap'
import type { LogLine } from '../../src/http/log-line.ts'
import { logRequests } from '../../src/http/log-line.ts'
import { demo } from '../../src/store/demo.ts'
import { MemoryStore } from '../../src/store/memory.ts'
import { readSeed } from '../../src/store/seed-check.ts'
import { noTimeouts } from '../request-timeout.ts'
import { number } from '../responses.ts'
import type { CallOptions, TestServer, TestServerOptions } from '../server.ts'
import { key, listen, numbers } from '../server.ts'
import { openSocket, sendBytes } from '../wire.ts'

interface LoggingServer extends TestServer {
  /** Waits for the next line. */
  next(): Promise<LogLine>
  readonly lines: readonly LogLine[]
}

async function listenAndLog(t: Test, options: TestServerOptions = {}): Promise<LoggingServer> {
  const store = new MemoryStore(readSeed({ ...demo, keys: [...(demo.keys ?? []), { key: 'opensesame', ...owner }] }))
  const lines: LogLine[] = []
  let nextLine = Promise.withResolvers<LogLine>()
  const write = (line: LogLine) => {
    lines.push(line)
    nextLine.resolve(line)
    nextLine = Promise.withResolvers()
  }
  const server = await listen(t, store, { onRequestEnd: logRequests(write), ...options })
  return { ...server, lines, next: () => nextLine.promise }
}

const owner = { account_id: 'acc_123abc' }
const validationFailed = 'Request validation failed'
const line = (method: string, operation: string | null, path: string, status: number | null, fields = {}) => ({
  request_id: 'one',
  operation,
  method,
  path,
  status,
  ...fields,
})
const errorFields = (error: string, reason: string) => ({ error, reason })

const cases: [sent: CallOptions, expected: ReturnType<typeof line>][] = [
  [{ body: { trunk_id: 'trunk_abc123' } }, line('POST', 'assignTrunk', `${number}/assign`, 200)],
  [{}, line('GET', 'getNumber', number, 200)],
  [{}, line('HEAD', 'getNumber', number, 200)],
  [{}, line('GET', 'listNumbers', numbers, 200)],
  [{}, line('GET', null, '/openapi.json', 200)],
  [
    { body: { trunk_id: 'trunk_x' } },
    line('POST', 'assignTrunk', `${number}/assign`, 404, {
      ...errorFields('trunk_not_found', 'Trunk not found (trunk_id: no such trunk in your account)'),
    }),
  ],
  [
    { body: { application_id: 'app_uvw456' } },
    line('POST', 'assignApplication', `${number}/application`, 403, {
      ...errorFields('application_assign_forbidden', 'Insufficient permissions to assign this application'),
    }),
  ],
  [
    { headers: { authorization: '' } },
    line('DELETE', 'unassignTrunk', `${number}/assign`, 401, errorFields('unauthorized', 'Invalid or missing API key')),
  ],
  [{}, line('GET', null, '/unknown', 404, errorFields('path_unknown', 'Resource not found'))],
  [{}, line('PUT', null, numbers, 405, errorFields('method_not_allowed', 'Method not allowed'))],
  [
    {},
    line(
      'GET',
      null,
      '/%zz',
      400,
      errorFields('path_malformed', `${validationFailed} (path: malformed percent-encoding)`),
    ),
  ],
  [
    { body: '[]' },
    line('POST', 'assignTrunk', `${numbers}/555/assign`, 400, {
      ...errorFields(
        'request_invalid',
        `${validationFailed} (e164: must be E.164 format (e.g., +14155551234); body: must be a JSON object, not an array)`,
      ),
    }),
  ],
]

t.test('each request has a log line, with its error', async t => {
  const { call, next } = await listenAndLog(t)
  for (const [{ headers, ...sent }, { ...expected }] of cases) {
    const logged = next()
    await call(expected.method, `${expected.path}?key=${key}`, {
      ...sent,
      headers: { 'x-request-id': 'one', ...headers },
    })
    const { duration_ms, ...rest } = await logged
    t.strictSame(rest, expected, `${expected.method} ${expected.path}`)
    t.ok(duration_ms >= 0 && duration_ms === Math.round(duration_ms * 100) / 100)
  }
})

t.test('health checks are not logged', async t => {
  const { call, lines, next } = await listenAndLog(t)
  const logged = next()
  for (const path of ['/healthz', '/readyz', number]) await call('GET', path)
  t.equal((await logged).path, number)
  t.equal(lines.length, 1)
})

const secrets = [
  [`/v1/account/${key}/numbers`, '/v1/account/***/numbers'],
  [`${numbers}/tvx_sk_live_0123456789`, `${numbers}/***`],
  [`${numbers}/TVX_SK_X/assign`, `${numbers}/***/assign`],
  [`${numbers}/%74vx%5Fsk_test_sandbox`, `${numbers}/***`],
  [`${numbers}/x%74vx_sk_test_sandbox%zz`, `${numbers}/***`],
  ['/v1/account/opensesame/numbers/op%65nsesame', '/v1/account/***/numbers/***'],
  [`/${key}/${key}?${key}#${key}`, '/***/***'],
  [`/unknown?${key}`, '/unknown'],
] as const

t.test('no log line contains an API key, even if the client sent it in the path, the query or a header', async t => {
  const { call, next, lines, port } = await listenAndLog(t)
  const withKeys = { 'x-request-id': key, 'x-api-key': key, cookie: key, referer: key, 'user-agent': key }
  for (const [path, expected] of secrets) {
    const logged = next()
    await call('GET', path, { headers: withKeys })
    t.equal((await logged).path, expected, path)
  }
  const head = `Host: x\r\nConnection: close\r\nAuthorization: Bearer ${key}\r\n\r\n`
  for (const target of [`http://opensesame@x${number}`, `${number}#opensesame`, `${number}?opensesame`]) {
    t.equal((await sendBytes(port, `GET ${target} HTTP/1.1\r\n${head}`))[0]?.status, 200)
  }
  t.equal(lines.length, secrets.length + 3)
  t.notMatch(JSON.stringify(lines), /tvx.sk|opensesame/i)
})

t.test('a request of a client that disconnects is logged without a status, and is not an error', async t => {
  const { next, port, unexpectedErrors, call } = await listenAndLog(t, { timeouts: noTimeouts })
  const bytes = `POST ${number}/assign HTTP/1.1\r\nHost: x\r\nX-Request-Id: one\r\nAuthorization: Bearer ${key}\r\n`
  const unfinished = `${bytes}Content-Type: application/json\r\nContent-Length: 27\r\nExpect: 100-continue\r\n\r\n{"trunk`
  for (const close of ['destroy', 'resetAndDestroy', 'end'] as const) {
    const logged = next()
    const socket = await openSocket(port)
    // The response to the expectation says that the request has begun.
    socket.once('data', () => socket[close]())
    socket.write(unfinished)
    const { duration_ms: _, ...rest } = await logged
    t.strictSame(rest, line('POST', 'assignTrunk', `${number}/assign`, null), close)
    socket.destroy()
  }
  await call('GET', number)
  t.strictSame(unexpectedErrors, [])
})
