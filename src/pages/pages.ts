import { hash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { extname } from 'node:path'
import type { FastifyInstance, FastifyPluginCallback } from 'fastify'
import type { GuardOptions } from '../sandbox/control/guard.ts'
import { guardControls } from '../sandbox/control/guard.ts'
import { consoleFiles, docsFiles } from './files.ts'

interface PagesOptions {
  /** Options of the guard of the control API. Undefined if the control API is off: then there is no console. */
  readonly guard: GuardOptions | undefined
}

/**
 * The pages for people: `/_console` and `/docs`. Their files come from this package and its dependencies and are read
 * at each request, so that they cost no time at the start. A page loads nothing from another server.
 */
export const pages: FastifyPluginCallback<PagesOptions> = (app, { guard }, done) => {
  // The files contain no data and need no token. The page sends the token when it calls the control API.
  const onRequest = guard && guardControls({ ...guard, token: null })
  if (onRequest)
    app.register(async console => serve(console.addHook('onRequest', onRequest), '/_console', consoleFiles))
  serve(app, '/docs', docsFiles)
  done()
}

/** Adds a route for each file under a path, and routes for the page itself, with and without a trailing slash. */
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

/** A policy that allows only files of this server and, by its hash, the inline import map of the page. */
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
