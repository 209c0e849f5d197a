import t from 'tap'
import { number } from '../responses.ts'
import { serve } from '../run.ts'
import { inBrowser } from './browser.ts'

inBrowser(t, 'the API reference sends requests to this server, whichever server is selected', async (t, open) => {
  const server = await serve(t, t.testdir(), ['--database', 'memory'])
  const { page, complaints, origins } = await open(`${server.url}/docs`)
  await page.click('#operations-Configure_a_Number-assignTrunk .opblock-summary-control')
  await page.evaluate("document.querySelector('.servers select').value = 'https://api.tryvox.io'")
  await page.evaluate("document.querySelector('.servers select').dispatchEvent(new Event('change', { bubbles: true }))")
  await page.click('text="Execute"')
  await page.waitForSelector('.live-responses-table >> text=trunk_abc123')
  t.match((await server.call('GET', number)).body, { trunk_id: 'trunk_abc123' })
  t.strictSame([complaints, [...origins]], [[], [server.url]])
})
