import type { CorpusClient, CorpusRequest } from '../client.ts'

export const account = '/v1/account/acc_123abc'
export const numbers = `${account}/numbers`
export const trunks = `${account}/trunks`
export const applications = '/v1/voice/applications'
export const us = `${numbers}/%2B14155551234`
export const india = `${numbers}/%2B919876543210`

export const keys = {
  sandbox: 'tvx_sk_test_sandbox',
  documentation: 'tvx_sk_live_...',
  readonly: 'tvx_sk_test_readonly',
  other: 'tvx_sk_test_other',
}

/** The time at which the clocks are frozen. */
export const now = '2026-04-09T11:15:00Z'
export const frozen = ['--clock', now]

export const toTrunk = { trunk_id: 'trunk_abc123' }
export const toApplication = { application_id: 'app_xyz789' }
export const pbx = { name: 'PBX', auth_type: 'ip', origination_uris: ['sip:pbx.example.com'] }

/** Every operation of the API, with a request that succeeds on the demo seed. */
export const operations: readonly { id: string; method: string; path: string; body?: unknown }[] = [
  { id: 'assignTrunk', method: 'POST', path: `${us}/assign`, body: toTrunk },
  { id: 'unassignTrunk', method: 'DELETE', path: `${us}/assign` },
  { id: 'assignApplication', method: 'POST', path: `${us}/application`, body: toApplication },
  { id: 'unassignApplication', method: 'DELETE', path: `${us}/application` },
  { id: 'getNumber', method: 'GET', path: us },
  { id: 'listNumbers', method: 'GET', path: numbers },
  { id: 'createTrunk', method: 'POST', path: trunks, body: pbx },
  { id: 'listTrunks', method: 'GET', path: trunks },
  { id: 'getTrunk', method: 'GET', path: `${trunks}/trunk_abc123` },
  { id: 'updateTrunk', method: 'PUT', path: `${trunks}/trunk_abc123`, body: pbx },
  { id: 'getApplication', method: 'GET', path: `${applications}/app_xyz789` },
  {
    id: 'updateApplication',
    method: 'PATCH',
    path: `${applications}/app_xyz789`,
    body: { hangup_url: 'https://example.com/hangup' },
  },
  { id: 'deleteTrunk', method: 'DELETE', path: `${trunks}/trunk_abc123` },
]

/** Sends an operation with the request from the table. */
export function operate(
  client: CorpusClient,
  { method, path, body }: (typeof operations)[number],
  call: CorpusRequest = {},
) {
  return client.api(method, path, body === undefined ? call : { body, ...call })
}

export function basic(user: string, password: string): string {
  return `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`
}
