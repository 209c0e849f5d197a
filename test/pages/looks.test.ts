import { writeFileSync } from 'node:fs'
import t from 'tap'
import { number } from '../responses.ts'
import { serve } from '../run.ts'
import { inBrowser } from './browser.ts'

const looks = {
  light: { colorScheme: 'light', viewport: { width: 1280, height: 900 } },
  dark: { colorScheme: 'dark', viewport: { width: 1280, height: 900 } },
  narrow: { viewport: { width: 390, height: 844 } },
} as const

inBrowser(t, 'the console has no serious accessibility violations and fits narrow screens', async (t, open) => {
  const server = await serve(t, t.testdir(), ['--database', 'memory'])
  await server.call('POST', `${number}/assign`, { body: { trunk_id: 'trunk_abc123' } })
  await server.call('POST', `${number}/assign`, { body: {} })
  await server.call('POST', '/_sandbox/faults', { body: { effect: { status: 503 } }, headers: { authorization: '' } })
  await server.call('POST', `${number}/assign`, { body: {} })
  for (const [name, options] of Object.entries(looks)) {
    const { page, complaints, findViolations } = await open(`${server.url}/_console`, options)
    await page.waitForSelector('text=live')
    await page.click('.journal summary')
    await page.waitForSelector('.journal pre')
    t.strictSame(await findViolations(), [], name)
    const [contentWidth, viewportWidth] = (await page.evaluate(
      '[document.documentElement.scrollWidth, innerWidth]',
    )) as [number, number]
    t.ok(contentWidth <= viewportWidth, `${name}: no horizontal scrolling`)
    t.strictSame(complaints, [], name)
  }
})

inBrowser(t, 'the console works with ten thousand numbers and a full journal', async (t, open) => {
  const account_id = 'acc_123abc'
  const numbers = Array.from({ length: 10_000 }, (_, at) => ({ e164: `+1415${5_000_000 + at}`, account_id }))
  const trunks = [{ id: 'trunk_abc123', account_id }]
  const cwd = t.testdir()
  const keys = [{ key: 'tvx_sk_test_sandbox', account_id }]
  writeFileSync(`${cwd}/seed.json`, JSON.stringify({ accounts: [{ id: account_id }], keys, trunks, numbers }))
  const server = await serve(t, cwd, ['--database', 'memory', '--seed', 'seed.json'])
  const assign = (at: number) =>
    server.call('POST', `/v1/account/acc_123abc/numbers/+1415${5_000_000 + at}/assign`, {
      body: { trunk_id: 'trunk_abc123' },
    })
  for (let at = 0; at < 1_000; at++) await assign(at)
  const { page, complaints } = await open(`${server.url}/_console`)
  await page.waitForSelector('text=10000 of 10000')
  t.strictSame([await page.locator('tbody tr').count(), await page.locator('.journal li').count()], [20, 100])
  const last = 'tr:has-text("+14155009999")'
  await page.fill('.search input >> nth=0', '5009999')
  await page.waitForSelector('text=1 of 10000')
  await assign(9_999)
  await page.waitForSelector(`${last} >> text=trunk_abc123`)
  await page.fill('.search input >> nth=0', '')
  await page.click('text="Next"')
  await page.waitForSelector('text=2 of 500')
  t.strictSame(complaints, [])
})
