import t from 'tap'
import { listed, other } from './other.ts'
import { conformance, ids } from './run.ts'

t.test('a number is found on whatever page it is', async t => {
  const port = await other(t, ({ url = '', method }, response) => {
    const page = Number(new URL(url, 'http://x').searchParams.get('page'))
    const other = { ...listed, e164: '+14155550000' }
    const data = { data: [page === 3 ? listed : other], pagination: { total_pages: 3 } }
    response.end(JSON.stringify(method === 'GET' ? data : listed))
  })
  const report = await conformance(port, { parts: ['assign'] })
  t.strictSame(report.left, [])
  t.ok(ids(report, 'agrees').includes('assign-trunk'))
})

t.test('a number that the list does not show is read by itself', async t => {
  const others = { data: [{ ...listed, e164: '+14155550000' }] }
  for (const shown of [{ data: [], pagination: { total_pages: 1e9 } }, others]) {
    const port = await other(t, ({ url = '', method }, response) => {
      const isList = method === 'GET' && url.includes('?')
      response.end(JSON.stringify(isList ? shown : listed))
    })
    const report = await conformance(port, { parts: ['assign'] })
    t.strictSame(report.left, [])
    const immediate = report.results.find(({ id }) => id === 'immediate')
    t.strictSame(immediate?.difference?.seen, 'not in the list')
  }
})
