import t from 'tap'
import { number } from '../responses.ts'
import { serve } from '../run.ts'
import { key } from '../server.ts'
import { inBrowser } from './browser.ts'

const memory = ['--database', 'memory']
const trunk = { body: { trunk_id: 'trunk_abc123' } }
const row = (e164: string) => `tr:has-text("${e164}")`

inBrowser(t, 'what changes outside is seen without a reload, and opened it tells all', async (t, open) => {
  const server = await serve(t, t.testdir(), memory)
  const { page, complaints, origins } = await open(`${server.url}/_console`)
  await page.waitForSelector('text=live')
  t.match(await page.textContent(row('+14155551234')), 'nothing')
  await server.call('POST', `${number}/assign`, trunk)
  await page.waitForSelector(`${row('+14155551234')} >> text=trunk_abc123`)
  t.match(await page.textContent('.journal li'), /200.*POST.*\+14155551234\/assign.*nothing → trunk_abc123/)
  // By keyboard alone.
  await page.focus('.journal summary')
  await page.keyboard.press('Enter')
  await page.waitForSelector('.journal pre')
  const shown = await page.locator('.journal pre').allTextContents()
  t.strictSame(JSON.parse(shown[0] ?? ''), trunk.body)
  t.match(JSON.parse(shown[1] ?? ''), { trunk_id: 'trunk_abc123' })
  t.equal(
    shown[2],
    [
      `curl -g --path-as-is -X POST '${server.url}${number}/assign'`,
      '-H "Authorization: Bearer $TRYVOX_API_KEY"',
      "-H 'Content-Type: application/json'",
      `--data-raw '{"trunk_id":"trunk_abc123"}'`,
    ].join(' \\\n  '),
  )
  t.strictSame([complaints, [...origins]], [[], [server.url]])
})

inBrowser(t, 'a fault that is set on the page meets the next call, and is taken back there', async (t, open) => {
  const server = await serve(t, t.testdir(), memory)
  const { page, complaints } = await open(`${server.url}/_console`)
  await page.fill('input[name=value]', '429')
  await page.selectOption('select[name=operation]', 'assignTrunk')
  await page.fill('input[name=times]', '')
  await page.click('text="Set"')
  await page.waitForSelector('text=assignTrunk, answer 429; applied 0')
  t.equal((await server.call('POST', `${number}/assign`, trunk)).status, 429)
  await page.waitForSelector('text=assignTrunk, answer 429; applied 1')
  await page.click('.faults >> text=Clear')
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

inBrowser(t, 'a number that is rung tells where the call goes', async (t, open) => {
  const server = await serve(t, t.testdir(), memory)
  const { page, complaints } = await open(`${server.url}/_console`)
  await page.click('[aria-label="Ring +14155551234"]')
  await page.waitForSelector('text=+14155551234 is busy: 486 Busy Here.')
  await server.call('PATCH', '/v1/voice/applications/app_xyz789', { body: { answer_url: 'http://127.0.0.1:1/x' } })
  await page.waitForSelector('text=POST http://127.0.0.1:1/x')
  await page.getByLabel('To', { exact: true }).fill('+919876543210')
  await page.keyboard.press('Enter')
  await page.waitForSelector(
    'text=+919876543210 goes to app_xyz789, which is asked at POST http://127.0.0.1:1/x: no answer',
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

inBrowser(t, 'namespaces, the clock and the way back to the beginning', async (t, open) => {
  const server = await serve(t, t.testdir(), memory)
  const headers = { authorization: `Bearer ${key}__mine` }
  await server.call('POST', `${number}/assign`, { ...trunk, headers })
  const { page, complaints } = await open(`${server.url}/_console`)
  await page.waitForSelector('text=live')
  // What is made while one looks is there soon.
  await server.call('GET', number, { headers: { authorization: `Bearer ${key}__later` } })
  await page.waitForSelector('header option:has-text("later")', { state: 'attached' })
  await page.selectOption('header select', 'mine')
  await page.waitForSelector(`${row('+14155551234')} >> text=trunk_abc123`)
  t.equal(new URL(page.url()).search, '?namespace=mine')
  await page.fill('.clock input', '2026-04-09T11:15:00Z')
  await page.click('text="Stop"')
  await page.waitForSelector('text=stands at 2026-04-09 11:15:00')
  await page.click('text=+1 hour')
  await page.waitForSelector('text=stands at 2026-04-09 12:15:00')
  await server.call('DELETE', `${number}/assign`, { headers })
  await page.waitForSelector(`${row('+14155551234')} >> text=2026-04-09 12:15:00Z`)
  await page.click('text="Real time"')
  await page.waitForSelector('text=as this machine’s')
  await page.click('text="Reset mine"')
  await page.waitForSelector('text=Nothing was asked yet.')
  t.match(await page.textContent(row('+14155551234')), 'nothing')
  t.strictSame(complaints, [])
})

inBrowser(t, 'it says that the server is gone, and goes on when it is back', async (t, open) => {
  const cwd = t.testdir()
  const server = await serve(t, cwd)
  const { page } = await open(`${server.url}/_console`)
  await page.waitForSelector('text=live')
  await server.end('SIGKILL')
  await page.waitForSelector('text=the server is gone; trying again')
  const again = await serve(t, cwd, ['--port', `${server.port}`])
  await again.call('POST', `${number}/assign`, trunk)
  await page.waitForSelector('text=live')
  await page.waitForSelector(`${row('+14155551234')} >> text=trunk_abc123`)
  await again.call('DELETE', `${number}/assign`)
  await page.waitForSelector(`${row('+14155551234')} >> text=nothing`)
})

inBrowser(t, 'a control token is asked for', async (t, open) => {
  const server = await serve(t, t.testdir(), [...memory, '--control-token', 'open-sesame'])
  const { page } = await open(`${server.url}/_console`)
  await page.fill('input[type=password]', 'wrong')
  await page.keyboard.press('Enter')
  await page.waitForSelector('text=The token that was given is not this server’s.')
  await page.fill('input[type=password]', 'open-sesame')
  await page.keyboard.press('Enter')
  await page.waitForSelector('text=live')
  t.equal(await page.locator('tbody tr').count(), 3)
})
