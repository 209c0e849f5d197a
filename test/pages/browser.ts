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

/** The timeout in milliseconds for starting the browser and for each wait, long enough for a busy machine. */
const timeoutMs = 120_000

/** The path of an installed browser. */
function findBrowser(): string | undefined {
  for (const name of names) {
    try {
      return execFileSync('which', [name]).toString().trim()
    } catch {
      // Try the next name.
    }
  }
  return undefined
}

/** A page in a real browser, with the problems it had. */
export interface OpenedPage {
  readonly page: Page
  /** Errors and warnings of the page's console, and failed requests. */
  readonly complaints: readonly string[]
  /** The origins to which the page sent requests. */
  readonly origins: ReadonlySet<string>
  /** The serious accessibility violations that axe-core finds. */
  findViolations(): Promise<unknown[]>
}

/** A test in a real browser. It is skipped if no browser is installed. */
export function inBrowser(t: Test, title: string, test: (t: Test, open: Open) => Promise<void>): Promise<unknown> {
  const path = findBrowser()
  const skip = path === undefined && `no browser found: none of ${names.join(', ')}`
  return t.test(title, { skip }, async t => {
    const browser = await chromium.launch({ executablePath: String(path), args, timeout: timeoutMs })
    t.teardown(() => browser.close())
    await test(t, (url, options) => open(browser, url, options))
  })
}

export type Open = (url: string, options?: BrowserContextOptions) => Promise<OpenedPage>

async function open(browser: Browser, url: string, options: BrowserContextOptions = {}): Promise<OpenedPage> {
  const context = await browser.newContext(options)
  const page = await context.newPage()
  page.setDefaultTimeout(timeoutMs)
  const complaints: string[] = []
  const origins = new Set<string>()
  page.on('console', message => /error|warning/.test(message.type()) && complaints.push(message.text()))
  page.on('pageerror', error => complaints.push(error.message))
  page.on('response', response => response.status() >= 400 && complaints.push(`${response.status()} ${response.url()}`))
  page.on('request', request => origins.add(new URL(request.url()).origin))
  await page.goto(url)
  const findViolations = async () => {
    await page.evaluate(String(files('node_modules/axe-core/axe.min.js')[0]?.text))
    const { violations } = (await page.evaluate('axe.run()')) as { violations: Violation[] }
    return violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])
  }
  return { page, complaints, origins, findViolations }
}

interface Violation {
  readonly id: string
  readonly impact: string
  readonly nodes: readonly { readonly html: string }[]
}
