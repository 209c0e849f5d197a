import { hash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { extname } from 'node:path'
import type { FastifyInstance, FastifyPluginCallback } from 'fastify'
import type { GuardOptions } from '../sandbox/control/guard.ts'
import { guardControls } from '../sandbox/control/guard.ts'
import { consoleFiles, docsFiles } from './files.ts'

interface PagesOptions {
  /** Of the controls that the console works with; without controls there is none. */
  readonly guard: GuardOptions | undefined
}

/**
 * What people look at: `/_console` and `/docs`. Files that are read when they are asked for, from this package and from
 * the packages that it brings along: nothing is loaded at the start, and a page loads nothing from elsewhere.
 */
export const pages: FastifyPluginCallback<PagesOptions> = (app, { guard }, done) => {
  // The page itself tells nothing: what it shows it asks of the controls, with their token.
  const onRequest = guard && guardControls({ ...guard, token: null })
  if (onRequest)
    app.register(async console => serve(console.addHook('onRequest', onRequest), '/_console', consoleFiles))
  serve(app, '/docs', docsFiles)
  done()
}

/** A file by its name under a path; the page itself at the path, with or without a slash. */
function serve(app: FastifyInstance, path: string, files: Readonly<Record<string, () => URL>>): void {
  for (const [name, file] of Object.entries(files)) {
    const urls = name === 'index.html' ? [path, `${path}/`] : [`${path}/${name}`]
    for (const url of urls) {
      app.get(url, (_request, reply) => {
        const content = readFileSync(file())
        const headers = { ...common, 'content-type': types[extname(name)] }
        reply.headers(name === 'index.html' ? { ...headers, 'content-security-policy': policy(content) } : headers)
        return reply.send(content)
      })
    }
  }
}

const common = {
  'cache-control': 'no-cache',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
}

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
}

/** Everything from here; of what stands in the page itself, its import map alone. */
function policy(page: Buffer): string {
  const maps = [...page.toString().matchAll(/<script type="importmap">(.*?)<\/script>/gs)]
  const hashes = maps.map(([, map]) => `'sha256-${hash('sha256', String(map), 'base64')}'`)
  return [
    "default-src 'none'",
    ["script-src 'self'", ...hashes].join(' '),
    "style-src 'self'",
    "img-src 'self' data:",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ')
}
