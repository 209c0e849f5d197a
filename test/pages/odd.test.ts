import t from 'tap'
import { number } from '../responses.ts'
import { serve } from '../run.ts'
import { inBrowser } from './browser.ts'

const memory = ['--database', 'memory']
const trunk = { body: { trunk_id: 'trunk_abc123' } }
const row = (e164: string) => `tr:has-text("${e164}")`

inBrowser(t, 'unusual characters in a request are shown unchanged', async (t, open) => {
  const server = await serve(t, t.testdir(), memory)
  const { page, complaints } = await open(`${server.url}/_console`)
  await page.waitForSelector('text=live')
  const odd = ['a\u2028b', '<img src=x onerror=alert(1)>', '\ud800', '\u0000', '@/etc/passwd', "it's"]
  for (const trunk_id of odd) await server.call('POST', `${number}/assign`, { body: { trunk_id } })
  await server.call('POST', `${number}/assign`, { body: '@/etc/passwd' })
  await page.waitForSelector('.journal li >> nth=6')
  for (const summary of await page.locator('.journal summary').all()) await summary.click()
  await page.waitForSelector('.journal pre >> nth=20')
  t.match(await page.locator('.journal pre').allTextContents(), [/.*/, /.*/, /--data-raw '@\/etc\/passwd'/])
  t.equal(await page.locator('.journal img').count(), 0)
  await server.call('POST', `${number}/assign`, trunk)
  await page.waitForSelector(`${row('+14155551234')} >> text=trunk_abc123`)
  t.strictSame(complaints, [])
})

inBrowser(t, 'an invalid namespace shows an error', async (t, open) => {
  const server = await serve(t, t.testdir(), memory)
  const { page } = await open(`${server.url}/_console?namespace=BAD`)
  await page.waitForSelector('text=the event stream cannot be opened (400)')
})
