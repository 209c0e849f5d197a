import { readFileSync, writeFileSync } from 'node:fs'
import { request } from 'node:https'
import { fileURLToPath } from 'node:url'
import type { Test } from 'tap'
import t from 'tap'
import { number } from '../answer.ts'
import { key } from '../server.ts'
import { covered, run, serve } from './run.ts'

const pem = (name: string) => fileURLToPath(new URL(`tls/${name}.pem`, import.meta.url))
const certified = ['--tls-cert', pem('cert'), '--tls-key', pem('key')]
const memory = ['--database', 'memory', ...certified]

/** A GET as a client makes it that trusts the certificate and no other: its status, or how the connection ended. */
function get(port: number, path: string): Promise<unknown> {
  const headers = { authorization: `Bearer ${key}` }
  return new Promise(resolve => {
    request({ host: 'localhost', port, path, headers, ca: readFileSync(pem('cert')), agent: false }, response =>
      resolve(response.resume().statusCode),
    )
      .on('error', (error: NodeJS.ErrnoException) => resolve(error.code))
      .end()
  })
}

t.test('with a certificate it serves HTTPS, faults of the connection and health included', async t => {
  const cwd = t.testdir()
  const { url, port, end } = await serve(t, cwd, memory, covered)
  t.equal(url, `https://127.0.0.1:${port}`)
  t.equal(await get(port, number), 200)
  const { code } = await run(t, cwd, ['health', '--port', `${port}`, ...certified], covered)
  t.equal(code, 0)
  const setFault = await post(port, { effect: { connection: 'reset' }, operation: 'getNumber' })
  t.strictSame([setFault, await get(port, number)], [200, 'ECONNRESET'])
  t.equal((await end()).code, 0)
})

function post(port: number, fault: object): Promise<unknown> {
  const body = JSON.stringify(fault)
  const headers = { 'content-type': 'application/json', 'content-length': body.length }
  const where = { host: 'localhost', port, path: '/_sandbox/faults', method: 'POST', agent: false as const }
  return new Promise((resolve, reject) => {
    request({ ...where, headers, ca: readFileSync(pem('cert')) }, response => resolve(response.resume().statusCode))
      .on('error', reject)
      .end(body)
  })
}

const mistakes: [string, (t: Test, cwd: string) => string[], RegExp][] = [
  [
    'a certificate without its key',
    () => certified.slice(0, 2),
    /^tryvox-sandbox: --tls-cert and --tls-key go together\n$/,
  ],
  [
    'a file that is not there',
    () => ['--tls-cert', 'no.pem', '--tls-key', 'no.pem'],
    /--tls-cert no\.pem cannot be read \(ENOENT\)\n$/,
  ],
  [
    'a file that is no certificate',
    (_t, cwd) => {
      writeFileSync(`${cwd}/x.pem`, 'x')
      return ['--tls-cert', 'x.pem', '--tls-key', pem('key')]
    },
    /--tls-cert x\.pem and --tls-key .* are no PEM certificate and its key \(ERR_OSSL_\w+\)\n$/,
  ],
]

for (const [what, args, line] of mistakes) {
  t.test(`${what} is told in one line, and nothing is begun`, async t => {
    const cwd = t.testdir()
    const { code, stdout, stderr } = await run(t, cwd, args(t, cwd), covered)
    t.strictSame([code, stdout], [1, ''])
    t.match(stderr, line)
  })
}
