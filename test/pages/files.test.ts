import t from 'tap'
import { consoleFiles, docsFiles } from '../../src/pages/files.ts'
import { withSandbox } from '../sandbox/open.ts'
import { onEachStore } from '../server.ts'

const types: Record<string, string> = {
  html: 'text/html; charset=utf-8',
  css: 'text/css; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  svg: 'image/svg+xml',
}

t.test('each file of a page has the right content type', t =>
  withSandbox(t, {}, async (t, { call }) => {
    for (const [path, files] of Object.entries({ '/_console': consoleFiles, '/docs': docsFiles })) {
      for (const name of Object.keys(files)) {
        const { status, headers } = await call('GET', `${path}/${name === 'index.html' ? '' : name}`)
        const type = types[name.split('.').at(-1) ?? '']
        t.strictSame([status, headers['content-type'], headers['x-content-type-options']], [200, type, 'nosniff'], name)
      }
    }
  }),
)

t.test('a page can only load files from its own server', t =>
  withSandbox(t, {}, async (t, { call }) => {
    const rest = [
      "style-src 'self'",
      "img-src 'self' data:",
      "connect-src 'self'",
      "base-uri 'none'",
      "form-action 'none'",
      "frame-ancestors 'none'",
    ].join('; ')
    for (const [path, scripts] of [
      ['/_console', /^default-src 'none'; script-src 'self' 'sha256-[\w+/]+='; /],
      ['/docs', /^default-src 'none'; script-src 'self'; /],
    ] as const) {
      const { headers, text } = await call('GET', path)
      const policy = String(headers['content-security-policy'])
      t.match(policy, scripts)
      t.equal(policy.replace(scripts, ''), rest)
      t.notMatch(text.replace('http-equiv', ''), /https?:/)
    }
  }),
)

t.test('the console has the same Host check as the control API, but needs no token', t =>
  withSandbox(t, { controls: { token: 'secret' } }, async (t, { call }) => {
    t.equal((await call('GET', '/_console')).status, 200)
    t.equal((await call('GET', '/_console', { headers: { host: 'evil.example' } })).status, 403)
    t.equal((await call('GET', '/docs', { headers: { host: 'evil.example' } })).status, 200)
  }),
)

t.test('without the control API there is no console, but the API reference', t =>
  onEachStore(t, {}, async (t, { call }) => {
    t.equal((await call('GET', '/_console')).status, 404)
    t.equal((await call('GET', '/docs')).status, 200)
  }),
)
