import t from 'tap'
import { number } from '../responses.ts'
import { serve } from '../run.ts'
import { key } from '../server.ts'
import { inBrowser } from './browser.ts'

const memory = ['--database', 'memory']
const trunk = { body: { trunk_id: 'trunk_abc123' } }
const row = (e164: string) => `tr:has-text("${e164}")`

inBrowser(t, 'a request of another client appears without a reload, with its details', async (t, open) => {
  const server = await serve(t, t.testdir(), memory)
  const { page, complaints, origins } = await open(`${server.url}/_console`)
  await page.waitForSelector('text=live')
  t.match(await page.textContent(row('+14155551234')), 'unassigned')
  await server.call('POST', `${number}/assign`, trunk)
  await page.waitForSelector(`${row('+14155551234')} >> text=trunk_abc123`)
  t.match(await page.textContent('.journal li'), /200.*POST.*\+14155551234\/assign.*unassigned → trunk_abc123/)
  // With the keyboard only.
  await page.focus('.journal summary')
  await page.keyboard.press('Enter')
  await page.waitForSelector('.journal pre')
  const texts = await page.locator('.journal pre').allTextContents()
  t.strictSame(JSON.parse(texts[0] ?? ''), trunk.body)
  t.match(JSON.parse(texts[1] ?? ''), { trunk_id: 'trunk_abc123' })
  t.equal(
    texts[2],
    [
      `curl -g --path-as-is -X POST '${server.url}${number}/assign'`,
      '-H "Authorization: Bearer $TRYVOX_API_KEY"',
      "-H 'Content-Type: application/json'",
      `--data-raw '{"trunk_id":"trunk_abc123"}'`,
    ].join(' \\\n  '),
  )
  t.strictSame([complaints, [...origins]], [[], [server.url]])
})

inBrowser(t, 'a fault can be added and removed on the page', async (t, open) => {
  const server = await serve(t, t.testdir(), memory)
  const { page, complaints } = await open(`${server.url}/_console`)
  await page.fill('input[name=value]', '429')
  await page.selectOption('select[name=operation]', 'assignTrunk')
  await page.fill('input[name=times]', '')
  await page.click('text="Set"')
  await page.waitForSelector('text=assignTrunk, respond with 429; applied 0')
  t.equal((await server.call('POST', `${number}/assign`, trunk)).status, 429)
  await page.waitForSelector('text=assignTrunk, respond with 429; applied 1')
  await page.click('.faults >> text=Remove')
  await page.waitForSelector('.faults li', { state: 'detached' })
  t.equal((await server.call('POST', `${number}/assign`, trunk)).status, 200)
  await page.fill('input[name=value]', '20')
  await page.click('text="Set"')
  await page.waitForSelector('text=effect.status')
  t.strictSame(
    complaints.filter(text => !text.includes('400')),
    [],
  )
})

inBrowser(t, 'a simulated call shows its outcome', async (t, open) => {
  const server = await serve(t, t.testdir(), memory)
  const { page, complaints } = await open(`${server.url}/_console`)
  await page.click('[aria-label="Call +14155551234"]')
  await page.waitForSelector('text=+14155551234 is busy: 486 Busy Here.')
  await server.call('PATCH', '/v1/voice/applications/app_xyz789', { body: { answer_url: 'http://127.0.0.1:1/x' } })
  await page.waitForSelector('text=POST http://127.0.0.1:1/x')
  await page.getByLabel('To', { exact: true }).fill('+919876543210')
  await page.keyboard.press('Enter')
  await page.waitForSelector(
    'text=+919876543210 goes to app_xyz789, whose webhook is POST http://127.0.0.1:1/x: no response',
  )
  await page.waitForSelector('text=Webhooks')
  await page.getByLabel('To', { exact: true }).fill('1')
  await page.keyboard.press('Enter')
  await page.waitForSelector('[role=alert]:has-text("to: must be E.164")')
  t.strictSame(
    complaints.filter(text => !text.includes('400')),
    [],
  )
})

inBrowser(t, 'the namespace, the clock and the reset button work', async (t, open) => {
  const server = await serve(t, t.testdir(), memory)
  const headers = { authorization: `Bearer ${key}__mine` }
  await server.call('POST', `${number}/assign`, { ...trunk, headers })
  const { page, complaints } = await open(`${server.url}/_console`)
  await page.waitForSelector('text=live')
  // A namespace that is created now appears soon.
  await server.call('GET', number, { headers: { authorization: `Bearer ${key}__later` } })
  await page.waitForSelector('header option:has-text("later")', { state: 'attached' })
  await page.selectOption('header select', 'mine')
  await page.waitForSelector(`${row('+14155551234')} >> text=trunk_abc123`)
  t.equal(new URL(page.url()).search, '?namespace=mine')
  await page.fill('.clock input', '2026-04-09T11:15:00Z')
  await page.click('text="Freeze"')
  await page.waitForSelector('text=frozen at 2026-04-09 11:15:00')
  await page.click('text=+1 hour')
  await page.waitForSelector('text=frozen at 2026-04-09 12:15:00')
  await server.call('DELETE', `${number}/assign`, { headers })
  await page.waitForSelector(`${row('+14155551234')} >> text=2026-04-09 12:15:00Z`)
  await page.click('text="Real time"')
  await page.waitForSelector('text=/^Clock real time/')
  await page.click('text="Reset mine"')
  await page.waitForSelector('text=No requests yet.')
  t.match(await page.textContent(row('+14155551234')), 'unassigned')
  t.strictSame(complaints, [])
})

inBrowser(t, 'the page shows that the connection is lost, and reconnects', async (t, open) => {
  const cwd = t.testdir()
  const server = await serve(t, cwd)
  const { page } = await open(`${server.url}/_console`)
  await page.waitForSelector('text=live')
  await server.end('SIGKILL')
  await page.waitForSelector('text=no connection; retrying')
  const restarted = await serve(t, cwd, ['--port', `${server.port}`])
  await restarted.call('POST', `${number}/assign`, trunk)
  await page.waitForSelector('text=live')
  await page.waitForSelector(`${row('+14155551234')} >> text=trunk_abc123`)
  await restarted.call('DELETE', `${number}/assign`)
  await page.waitForSelector(`${row('+14155551234')} >> text=unassigned`)
})

inBrowser(t, 'the page asks for the control token', async (t, open) => {
  const server = await serve(t, t.testdir(), [...memory, '--control-token', 'open-sesame'])
  const { page } = await open(`${server.url}/_console`)
  await page.fill('input[type=password]', 'wrong')
  await page.keyboard.press('Enter')
  await page.waitForSelector('text=The token is wrong.')
  await page.fill('input[type=password]', 'open-sesame')
  await page.keyboard.press('Enter')
  await page.waitForSelector('text=live')
  t.equal(await page.locator('tbody tr').count(), 3)
})
