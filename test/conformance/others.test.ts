import t from 'tap'
import { Mistake } from '../../src/base/mistake.ts'
import { checks } from '../../src/conformance/checks.ts'
import { sortedBy } from '../../src/conformance/like.ts'
import { whyNone } from '../../src/conformance/wire.ts'
import { closedPort, other } from './other.ts'
import { conformance, demoTarget, ids } from './run.ts'

const seeable = Object.entries(checks).flatMap(([id, check]) => ('unseen' in check ? [] : [id]))

t.test('a server that says yes to everything differs in every row that is checked', async t => {
  const port = await other(t, (_request, response) => response.writeHead(202).end('{}'))
  const report = await conformance(port)
  t.strictSame(ids(report, 'differs'), seeable)
  t.strictSame(report.left, ['where +14155551234 went could not be read: it is left as it is'])
})

t.test('a difference tells what was asked, expected and seen, and no key', async t => {
  const port = await other(t, ({ headers }, response) => response.end(`you sent ${headers.authorization}`))
  const { results } = await conformance(port)
  t.strictSame(results.find(({ id }) => id === 'assign-trunk')?.difference, {
    request: 'POST /v1/account/acc_123abc/numbers/+14155551234/assign {"trunk_id":"trunk_abc123"}',
    expected: {
      status: '<200 to 299>',
      body: { e164: '+14155551234', trunk_id: 'trunk_abc123', application_id: null },
    },
    seen: { status: 200, body: 'you sent Bearer ***' },
  })
  t.notMatch(JSON.stringify(results), demoTarget.key)
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
    if (answered++ < 3) response.end('{}')
    else request.socket.destroy()
  })
  const { results, left } = await conformance(port)
  const [first] = results
  t.strictSame(first?.difference?.seen, 'no answer (UND_ERR_SOCKET)')
  t.strictSame(left, ['where +14155551234 went could not be read: it is left as it is'])
})

t.test('where none listens the checks do not begin', async t => {
  const port = await closedPort()
  await t.rejects(conformance(port), new Mistake(`http://127.0.0.1:${port}: no answer (ECONNREFUSED)`))
})

t.test('what cannot be put back is told', async t => {
  // It shows its number on a trunk for ever, takes every change, and lets no trunk go.
  const number = { e164: '+14155551234', trunk_id: 'trunk_x', application_id: null }
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
    new Set(['could not be put back: the account without trunk_new', 'could not be put back: +14155551234 on trunk_x']),
  )
})

t.test('a number is found on whatever page it is', async t => {
  const port = await other(t, ({ url = '', method }, response) => {
    const page = Number(new URL(url, 'http://x').searchParams.get('page'))
    const number = { e164: '+14155551234', trunk_id: 'trunk_abc123', application_id: null }
    const other = { ...number, e164: '+14155550000' }
    const data = { data: [page === 3 ? number : other], pagination: { total_pages: 3 } }
    response.end(JSON.stringify(method === 'GET' ? data : number))
  })
  const report = await conformance(port, { parts: ['assign'] })
  t.strictSame(report.left, [])
  t.ok(ids(report, 'agrees').includes('assign-trunk'))
})

t.test('a number that the list does not show is read by itself', async t => {
  const number = { e164: '+14155551234', trunk_id: 'trunk_abc123', application_id: null }
  const others = { data: [{ ...number, e164: '+14155550000' }] }
  for (const shown of [{ data: [], pagination: { total_pages: 1e9 } }, others]) {
    const port = await other(t, ({ url = '', method }, response) => {
      const isList = method === 'GET' && url.includes('?')
      response.end(JSON.stringify(isList ? shown : number))
    })
    const report = await conformance(port, { parts: ['assign'] })
    t.strictSame(report.left, [])
    const immediate = report.results.find(({ id }) => id === 'immediate')
    t.strictSame(immediate?.difference?.seen, 'not in the list')
  }
})

t.test('why there was no answer', async t => {
  t.equal(whyNone(new TypeError('fetch failed', { cause: { code: 'ECONNRESET' } })), 'no answer (ECONNRESET)')
  t.equal(whyNone(new TypeError('fetch failed', { cause: new Error('bad port') })), 'no answer (bad port)')
  t.equal(whyNone(new DOMException('late', 'TimeoutError')), 'no answer within 15 s')
  t.equal(whyNone(new Error('of another kind')), 'no answer (of another kind)')
})

t.test('a list of anything is no sorted list', async t => {
  t.ok(sortedBy('id').fits([{ id: 'a' }, { id: 'b' }]))
  for (const seen of [null, {}, [null], [{ id: 1 }], [{ id: 'b' }, { id: 'a' }]]) t.notOk(sortedBy('id').fits(seen))
})
