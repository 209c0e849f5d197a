import { execFileSync } from 'node:child_process'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { chromium } from 'playwright-core'
import type { Test } from 'tap'
import { files } from '../tree.ts'

const names = ['chromium', 'chromium-browser', 'google-chrome']
const args = [
  ...['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'],
  ...['--disable-background-networking', '--disable-component-update', '--disable-sync'],
]

/** How long a busy machine may take to start a browser, or to show what a test waits for. */
const patience = 120_000

/** Its path, where one is installed. */
function find(): string | undefined {
  for (const name of names) {
    try {
      return execFileSync('which', [name]).toString().trim()
    } catch {
      // The next one.
    }
  }
  return undefined
}

/** A page in a real browser, and what happened to it. */
export interface Seen {
  readonly page: Page
  /** What it complained of, and what it asked for and did not get. */
  readonly complaints: readonly string[]
  /** The origins that it asked something of. */
  readonly origins: ReadonlySet<string>
  /** What is wrong with it for those who do not see or point, and seriously. */
  serious(): Promise<unknown[]>
}

/** A test in a real browser; where there is none it says so, and is skipped. */
export function inBrowser(t: Test, title: string, test: (t: Test, open: Open) => Promise<void>): Promise<unknown> {
  const path = find()
  const skip = path === undefined && `no browser here: none of ${names.join(', ')}`
  return t.test(title, { skip }, async t => {
    const browser = await chromium.launch({ executablePath: String(path), args, timeout: patience })
    t.teardown(() => browser.close())
    await test(t, (url, options) => open(browser, url, options))
  })
}

export type Open = (url: string, options?: BrowserContextOptions) => Promise<Seen>

async function open(browser: Browser, url: string, options: BrowserContextOptions = {}): Promise<Seen> {
  const context = await browser.newContext(options)
  const page = await context.newPage()
  page.setDefaultTimeout(patience)
  const complaints: string[] = []
  const origins = new Set<string>()
  page.on('console', message => /error|warning/.test(message.type()) && complaints.push(message.text()))
  page.on('pageerror', error => complaints.push(error.message))
  page.on('response', response => response.status() >= 400 && complaints.push(`${response.status()} ${response.url()}`))
  page.on('request', request => origins.add(new URL(request.url()).origin))
  await page.goto(url)
  const serious = async () => {
    await page.evaluate(String(files('node_modules/axe-core/axe.min.js')[0]?.text))
    const { violations } = (await page.evaluate('axe.run()')) as { violations: Violation[] }
    return violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])
  }
  return { page, complaints, origins, serious }
}

interface Violation {
  readonly id: string
  readonly impact: string
  readonly nodes: readonly { readonly html: string }[]
}
