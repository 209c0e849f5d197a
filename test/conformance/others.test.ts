import t from 'tap'
import { UsageError } from '../../src/base/usage-error.ts'
import { checks } from '../../src/conformance/checks.ts'
import { sortedBy } from '../../src/conformance/matcher.ts'
import { describeFailure } from '../../src/conformance/wire.ts'
import { freePort } from '../port.ts'
import { listed, other } from './other.ts'
import { conformance, demoTarget, ids, urlOf } from './run.ts'

const seeable = Object.entries(checks).flatMap(([id, check]) => ('reason' in check ? [] : [id]))

t.test('a server that says yes to everything differs in every row that is checked', async t => {
  const port = await other(t, ({ url = '' }, response) => {
    // Where its number goes it tells, or nobody would change it.
    const body = url.includes('per_page=100') ? { data: [listed] } : {}
    response.writeHead(202).end(JSON.stringify(body))
  })
  const report = await conformance(port)
  t.strictSame(ids(report, 'differs'), seeable)
})

t.test('where it cannot be read where the number goes, nothing is changed', async t => {
  const asked: string[] = []
  const port = await other(t, ({ method, url }, response) => {
    asked.push(`${method} ${url}`)
    response.end('{}')
  })
  const { results, left } = await conformance(port, { parts: ['assign', 'application', 'trunks'] })
  const checked = results.filter(({ id }) => seeable.includes(id)).filter(({ why }) => !why?.startsWith('the part'))
  t.strictSame(new Set(checked.map(({ why }) => why)), new Set(['the current assignment of the number cannot be read']))
  t.strictSame([left, asked.filter(each => !each.startsWith('GET'))], [[], []])
})

t.test('a difference tells what was asked, expected and seen, and no key', async t => {
  const port = await other(t, ({ headers, url = '' }, response) => {
    response.end(
      url.includes('per_page=100') ? JSON.stringify({ data: [listed] }) : `you sent ${headers.authorization}`,
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
    seen: { status: 200, body: 'you sent Bearer ***' },
  })
  t.notMatch(JSON.stringify(results), demoTarget.key)
  const basic = results.find(({ id }) => id === 'basic')?.difference
  t.strictSame(basic?.seen, { status: 200, body: 'you sent Basic ***' })
})

t.test('of a long answer not all is told', async t => {
  const port = await other(t, (_request, response) => response.end('x'.repeat(10_000)))
  const { results } = await conformance(port, { parts: ['read'] })
  const seen = String(results.find(({ id }) => id === 'bearer')?.difference?.seen)
  t.match(seen, /^\{"status":200,"body":"x+… \(10024 characters\)$/)
})

t.test('a server that breaks off differs', async t => {
  let answered = 0
  const port = await other(t, (request, response) => {
    if (answered++ < 1) response.end('{}')
    else request.socket.destroy()
  })
  const report = await conformance(port)
  const bearer = report.results.find(({ id }) => id === 'bearer')
  t.strictSame(bearer?.difference?.seen, 'no response (UND_ERR_SOCKET)')
  t.strictSame([ids(report, 'agrees'), report.left], [[], []])
})

t.test('what a server answers may be too odd or too long to be looked at', async t => {
  for (const [body, seen] of [
    ['['.repeat(200_000) + ']'.repeat(200_000), 'RangeError: Maximum call stack size exceeded'],
    ['x'.repeat(1024 * 1024 + 1), 'no response (body over 1 MiB)'],
  ]) {
    let answered = 0
    const port = await other(t, (_request, response) => response.end(answered++ < 2 ? '{}' : body))
    const { results } = await conformance(port, { target: { ...demoTarget, number: undefined, url: urlOf(port) } })
    t.equal(results.find(({ id }) => id === 'basic')?.difference?.seen, seen)
  }
})

t.test('a number without a country has no order of countries', async t => {
  const port = await other(t, (_request, response) => response.end(JSON.stringify({ data: [] })))
  const { results } = await conformance(port, { parts: ['read'] })
  t.equal(results.find(({ id }) => id === 'list-order')?.why, 'the account has no numbers')
  const odd = await other(t, ({ url = '' }, response) => {
    const data = url.includes('page=100000') ? [] : [{ e164: '+1', country: { toString: 1 } }]
    response.end(JSON.stringify({ data }))
  })
  const report = await conformance(odd, { parts: ['read'] })
  t.equal(report.results.find(({ id }) => id === 'list-order')?.why, 'the first number has no country')
})

t.test('where none listens the checks do not begin', async t => {
  const port = await freePort()
  await t.rejects(conformance(port), new UsageError(`http://127.0.0.1:${port}: no response (ECONNREFUSED)`))
})

t.test('what cannot be put back is told', async t => {
  // It shows its number on a trunk for ever, takes every change, and lets no trunk go.
  const number = { ...listed, trunk_id: 'trunk_x' }
  let changed = false
  const port = await other(t, ({ method, url = '' }, response) => {
    response.statusCode = url.endsWith('/trunks') ? 201 : 200
    const moved = { ...number, trunk_id: 'trunk_abc123' }
    if (method === 'POST' && url.endsWith('/assign')) changed = true
    const trunk = { id: 'trunk_new', name: 'Conformance', auth_type: 'ip' }
    const body = url.includes('/trunks') ? trunk : method === 'GET' ? { data: [changed ? moved : number] } : moved
    response.end(JSON.stringify(body))
  })
  const { left } = await conformance(port, { parts: ['assign', 'trunks'] })
  t.strictSame(
    new Set(left),
    new Set(['could not delete trunk_new', 'could not restore the assignment of +14155551234 to trunk_x']),
  )
})

t.test('why there was no answer', async t => {
  t.equal(describeFailure(new TypeError('fetch failed', { cause: { code: 'ECONNRESET' } })), 'no response (ECONNRESET)')
  t.equal(describeFailure(new TypeError('fetch failed', { cause: new Error('bad port') })), 'no response (bad port)')
  t.equal(describeFailure(new DOMException('late', 'TimeoutError')), 'no response within 15 s')
  t.equal(describeFailure(new Error('of another kind')), 'no response (of another kind)')
})

t.test('a list of anything is no sorted list', async t => {
  t.ok(sortedBy('id').matches([{ id: 'a' }, { id: 'b' }]))
  for (const seen of [null, {}, [null], [{ id: 1 }], [{ id: 'b' }, { id: 'a' }]]) t.notOk(sortedBy('id').matches(seen))
})
