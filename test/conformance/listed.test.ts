import t from 'tap'
import { demoNumber, listenOther } from './other-server.ts'
import { conformance, ids } from './run.ts'

t.test('a number is found on any page of the list', async t => {
  const port = await listenOther(t, ({ url = '', method }, response) => {
    const page = Number(new URL(url, 'http://x').searchParams.get('page'))
    const otherNumber = { ...demoNumber, e164: '+14155550000' }
    const data = { data: [page === 3 ? demoNumber : otherNumber], pagination: { total_pages: 3 } }
    response.end(JSON.stringify(method === 'GET' ? data : demoNumber))
  })
  const report = await conformance(port, { parts: ['assign'] })
  t.strictSame(report.leftovers, [])
  t.ok(ids(report, 'agrees').includes('assign-trunk'))
})

t.test('a number that is not in the list is read directly', async t => {
  const otherList = { data: [{ ...demoNumber, e164: '+14155550000' }] }
  for (const list of [{ data: [], pagination: { total_pages: 1e9 } }, otherList]) {
    const port = await listenOther(t, ({ url = '', method }, response) => {
      const isList = method === 'GET' && url.includes('?')
      response.end(JSON.stringify(isList ? list : demoNumber))
    })
    const report = await conformance(port, { parts: ['assign'] })
    t.strictSame(report.leftovers, [])
    const immediate = report.results.find(({ id }) => id === 'immediate')
    t.strictSame(immediate?.difference?.actual, 'not in the list')
  }
})
