import { generateKeyPairSync } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { request } from 'node:https'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { UsageError } from '../../src/base/usage-error.ts'
import { isReady } from '../../src/command/health.ts'
import { readTls } from '../../src/server/tls.ts'
import { number } from '../responses.ts'
import { covered, serve } from '../run.ts'
import { key } from '../server.ts'

const pem = (name: string) => fileURLToPath(new URL(`tls/${name}.pem`, import.meta.url))
const tlsFlags = ['--tls-cert', pem('cert'), '--tls-key', pem('key')]
const memory = ['--database', 'memory', ...tlsFlags]

/** The address of the server and the host name of its certificate. */
const target = { host: '127.0.0.1', servername: 'localhost' }

/** Sends a GET that trusts only this certificate. Returns the status or the error code. */
function get(port: number, path: string): Promise<unknown> {
  const headers = { authorization: `Bearer ${key}` }
  return new Promise(resolve => {
    request({ ...target, port, path, headers, ca: readFileSync(pem('cert')), agent: false }, response =>
      resolve(response.resume().statusCode),
    )
      .on('error', (error: NodeJS.ErrnoException) => resolve(error.code))
      .end()
  })
}

t.test('with a certificate the server uses HTTPS, also for connection faults and health', async t => {
  const cwd = t.testdir()
  const { url, port, end } = await serve(t, cwd, memory, covered)
  t.equal(url, `https://127.0.0.1:${port}`)
  t.equal(await get(port, number), 200)
  t.equal(await isReady({ host: 'localhost', port, tls: { cert: '', key: '' } }), true)
  const setFault = await post(port, { effect: { connection: 'reset' }, operation: 'getNumber' })
  t.strictSame([setFault, await get(port, number)], [200, 'ECONNRESET'])
  t.equal((await end()).code, 0)
})

function post(port: number, fault: object): Promise<unknown> {
  const body = JSON.stringify(fault)
  const headers = { 'content-type': 'application/json', 'content-length': body.length }
  const options = { ...target, port, path: '/_sandbox/faults', method: 'POST', agent: false as const }
  return new Promise((resolve, reject) => {
    request({ ...options, headers, ca: readFileSync(pem('cert')) }, response => resolve(response.resume().statusCode))
      .on('error', reject)
      .end(body)
  })
}

t.test('a missing file is a usage error', async t => {
  const line = '--tls-cert no.pem cannot be read (ENOENT)'
  t.throws(() => readTls({ cert: 'no.pem', key: 'no.pem' }), new UsageError(line))
})

t.test('a file that is not a certificate is a usage error', async t => {
  const cert = `${t.testdir({ 'x.pem': 'x' })}/x.pem`
  const line =
    /^--tls-cert .*x\.pem and --tls-key .*key\.pem must be a PEM certificate and its private key \(ERR_OSSL_\w+\)$/
  t.throws(() => readTls({ cert, key: pem('key') }), { name: 'Error', message: line })
})

t.test('a key of another type than the certificate is a usage error', async t => {
  const { privateKey } = generateKeyPairSync('ed25519')
  const key = `${t.testdir({ 'x.pem': privateKey.export({ type: 'pkcs8', format: 'pem' }) })}/x.pem`
  const line = /^--tls-cert .*cert\.pem and --tls-key .*x\.pem must be a PEM .* \(they do not match\)$/
  t.throws(() => readTls({ cert: pem('cert'), key }), { name: 'Error', message: line })
})
