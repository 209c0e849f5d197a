import t from 'tap'
import { UsageError } from '../../src/base/usage-error.ts'
import { checks } from '../../src/conformance/checks.ts'
import { sortedBy } from '../../src/conformance/matcher.ts'
import { describeFailure } from '../../src/conformance/wire.ts'
import { freePort } from '../port.ts'
import { demoNumber, listenOther } from './other-server.ts'
import { conformance, demoTarget, ids, urlOf } from './run.ts'

const checkable = Object.entries(checks).flatMap(([id, check]) => ('reason' in check ? [] : [id]))

t.test('a server that accepts everything differs in every checked behavior', async t => {
  const port = await listenOther(t, ({ url = '' }, response) => {
    // It reports the assignment of the number, because otherwise the checks would not change it.
    const body = url.includes('per_page=100') ? { data: [demoNumber] } : {}
    response.writeHead(202).end(JSON.stringify(body))
  })
  const report = await conformance(port)
  t.strictSame(ids(report, 'differs'), checkable)
})

t.test('if the assignment of the number cannot be read, nothing is changed', async t => {
  const requests: string[] = []
  const port = await listenOther(t, ({ method, url }, response) => {
    requests.push(`${method} ${url}`)
    response.end('{}')
  })
  const { results, leftovers } = await conformance(port, { parts: ['assign', 'application', 'trunks'] })
  const checked = results.filter(({ id }) => checkable.includes(id)).filter(({ why }) => !why?.startsWith('the part'))
  t.strictSame(new Set(checked.map(({ why }) => why)), new Set(['the current assignment of the number cannot be read']))
  t.strictSame([leftovers, requests.filter(each => !each.startsWith('GET'))], [[], []])
})

t.test('a difference has the request, the expected and the actual response, without the key', async t => {
  const port = await listenOther(t, ({ headers, url = '' }, response) => {
    response.end(
      url.includes('per_page=100') ? JSON.stringify({ data: [demoNumber] }) : `you sent ${headers.authorization}`,
    )
  })
  const { results } = await conformance(port)
  t.strictSame(results.find(({ id }) => id === 'assign-trunk')?.difference, {
    request: 'POST /v1/account/acc_123abc/numbers/+14155551234/assign {"trunk_id":"trunk_abc123"}',
    expected: {
      status: '<200 to 299>',
      body: {
        e164: '+14155551234',
        trunk_id: 'trunk_abc123',
        application_id: null,
        updated_at: '<a non-empty string>',
      },
    },
    actual: { status: 200, body: 'you sent Bearer ***' },
  })
  t.notMatch(JSON.stringify(results), demoTarget.key)
  const basic = results.find(({ id }) => id === 'basic')?.difference
  t.strictSame(basic?.actual, { status: 200, body: 'you sent Basic ***' })
})

t.test('a long response is truncated', async t => {
  const port = await listenOther(t, (_request, response) => response.end('x'.repeat(10_000)))
  const { results } = await conformance(port, { parts: ['read'] })
  const actual = String(results.find(({ id }) => id === 'bearer')?.difference?.actual)
  t.match(actual, /^\{"status":200,"body":"x+… \(10024 characters\)$/)
})

t.test('a server that closes the connection differs', async t => {
  let responses = 0
  const port = await listenOther(t, (request, response) => {
    if (responses++ < 1) response.end('{}')
    else request.socket.destroy()
  })
  const report = await conformance(port)
  const bearer = report.results.find(({ id }) => id === 'bearer')
  t.strictSame(bearer?.difference?.actual, 'no response (UND_ERR_SOCKET)')
  t.strictSame([ids(report, 'agrees'), report.leftovers], [[], []])
})

t.test('responses that are too deeply nested or too long are differences', async t => {
  for (const [body, actual] of [
    ['['.repeat(200_000) + ']'.repeat(200_000), 'RangeError: Maximum call stack size exceeded'],
    ['x'.repeat(1024 * 1024 + 1), 'no response (body over 1 MiB)'],
  ]) {
    let responses = 0
    const port = await listenOther(t, (_request, response) => response.end(responses++ < 2 ? '{}' : body))
    const { results } = await conformance(port, { target: { ...demoTarget, number: undefined, url: urlOf(port) } })
    t.equal(results.find(({ id }) => id === 'basic')?.difference?.actual, actual)
  }
})

t.test('without a country the order of a filtered list is not checked', async t => {
  const port = await listenOther(t, (_request, response) => response.end(JSON.stringify({ data: [] })))
  const { results } = await conformance(port, { parts: ['read'] })
  t.equal(results.find(({ id }) => id === 'list-order')?.why, 'the account has no numbers')
  const withoutCountry = await listenOther(t, ({ url = '' }, response) => {
    const data = url.includes('page=100000') ? [] : [{ e164: '+1', country: { toString: 1 } }]
    response.end(JSON.stringify({ data }))
  })
  const report = await conformance(withoutCountry, { parts: ['read'] })
  t.equal(report.results.find(({ id }) => id === 'list-order')?.why, 'the first number has no country')
})

t.test('if no server listens the checks do not start', async t => {
  const port = await freePort()
  await t.rejects(conformance(port), new UsageError(`http://127.0.0.1:${port}: no response (ECONNREFUSED)`))
})

t.test('changes that cannot be restored are reported', async t => {
  // The server keeps the number assigned to a trunk, accepts every change, and never deletes a trunk.
  const number = { ...demoNumber, trunk_id: 'trunk_x' }
  let changed = false
  const port = await listenOther(t, ({ method, url = '' }, response) => {
    response.statusCode = url.endsWith('/trunks') ? 201 : 200
    const moved = { ...number, trunk_id: 'trunk_abc123' }
    if (method === 'POST' && url.endsWith('/assign')) changed = true
    const trunk = { id: 'trunk_new', name: 'Conformance', auth_type: 'ip' }
    const body = url.includes('/trunks') ? trunk : method === 'GET' ? { data: [changed ? moved : number] } : moved
    response.end(JSON.stringify(body))
  })
  const { leftovers } = await conformance(port, { parts: ['assign', 'trunks'] })
  t.strictSame(
    new Set(leftovers),
    new Set(['could not delete trunk_new', 'could not restore the assignment of +14155551234 to trunk_x']),
  )
})

t.test('describeFailure explains why there was no response', async t => {
  t.equal(describeFailure(new TypeError('fetch failed', { cause: { code: 'ECONNRESET' } })), 'no response (ECONNRESET)')
  t.equal(describeFailure(new TypeError('fetch failed', { cause: new Error('bad port') })), 'no response (bad port)')
  t.equal(describeFailure(new DOMException('late', 'TimeoutError')), 'no response within 15 s')
  t.equal(describeFailure(new Error('another error')), 'no response (another error)')
})

t.test('sortedBy matches only sorted lists of objects', async t => {
  t.ok(sortedBy('id').matches([{ id: 'a' }, { id: 'b' }]))
  for (const actual of [null, {}, [null], [{ id: 1 }], [{ id: 'b' }, { id: 'a' }]])
    t.notOk(sortedBy('id').matches(actual))
})
