import type { CorpusClient } from '../client.ts'
import { account, basic, keys, numbers, operate, operations, trunks, us } from './operations.ts'

const credentials: readonly (string | null)[] = [
  null,
  keys.sandbox,
  keys.documentation,
  keys.readonly,
  keys.other,
  'tvx_sk_test_unknown',
  'tvx_sk_live_51Habcdefghijklmnop',
  `${keys.sandbox}__isolated`,
  `${keys.readonly}__isolated`,
  `${keys.sandbox}__Not_A_Name`,
  `${keys.sandbox}__`,
  `bearer ${keys.sandbox}`,
  `BEARER  ${keys.sandbox}`,
  'Bearer ',
  `Token ${keys.sandbox}`,
  basic('acc_123abc', keys.sandbox),
  basic('acc_123abc', keys.sandbox).replace('Basic', 'basic'),
  basic('acc_456def', keys.sandbox),
  basic('acc_456def', keys.other),
  basic('acc_123abc', `${keys.sandbox}__isolated`),
  basic('', keys.sandbox),
  basic('acc_123abc', 'wrong'),
  'Basic !!!',
  'Basic',
]

/** Each operation with each kind of credentials, and with other accounts in the path. */
export async function access(client: CorpusClient): Promise<void> {
  for (const operation of operations) {
    for (const key of credentials) await operate(client, operation, { key })
    await client.control('POST', '/reset?namespace=*')
  }
  for (const named of ['acc_456def', 'acc_none', 'ACC_123ABC', 'acc_123abc%20', '%2e%2e', 'a'.repeat(200)]) {
    for (const key of [keys.sandbox, keys.other, null]) {
      for (const { method, path, body } of operations.slice(0, 10))
        await client.api(method, path.replace('acc_123abc', named), { key, ...(body !== undefined && { body }) })
    }
  }
  await client.control('POST', '/reset?namespace=*')
}

const paths = [
  '',
  '/',
  '/v1',
  '/v1/',
  '/v1/account',
  account,
  `${account}/`,
  numbers,
  `${numbers}/`,
  us,
  `${us}/`,
  `${us}/assign`,
  `${us}/assign/`,
  `${us}/application`,
  `${us}/applications`,
  `${us}/unassign`,
  trunks,
  `${trunks}/trunk_abc123`,
  `${trunks}/trunk_abc123/credentials`,
  `${trunks}/trunk_abc123/ip-acl`,
  '/v1/voice/applications',
  '/v1/voice/applications/app_xyz789',
  '/v1/voice/calls',
  '/v1/verify',
  '/v1/accounts/acc_123abc/numbers',
  '/v2/account/acc_123abc/numbers',
  '//v1/account/acc_123abc/numbers',
  '/v1//account/acc_123abc/numbers',
  `/V1/account/acc_123abc/numbers`,
  `${us}%2Fassign`,
  `${numbers}/%zz/assign`,
  `${numbers}/%ff`,
  `${numbers}/purchase-from-inventory`,
  `${us}/release-preview`,
  '/healthz',
  '/readyz',
  '/llms.txt',
  '/favicon.ico',
  '/docs',
  '/_console',
  '/_sandbox',
  '/_sandbox/',
  '/_sandbox/none',
  '/_sandbox/info',
  '/_sandbox/reset',
  '/_sandbox/clock',
]
const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']

/** Each path with each method, with an API key and without one. */
export async function routing(client: CorpusClient): Promise<void> {
  for (const path of paths.filter(path => path !== '')) {
    for (const method of methods) {
      // The pages are static files, and /_sandbox/info contains the uptime.
      const isSkipped = /^\/(docs|_console|_sandbox\/info)/.test(path) && /GET|HEAD/.test(method)
      if (!isSkipped) await client.api(method, path, { mask: ['version', 'database'] })
    }
    await client.control('POST', '/reset')
  }
  for (const path of paths.filter(path => path.startsWith('/v1'))) {
    await client.api('GET', path, { key: null })
    await client.api('QUERY', path)
  }
}
