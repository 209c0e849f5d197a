import type { CorpusClient } from '../client.ts'
import { account, applications, keys, numbers, pbx, toApplication, toTrunk, trunks, us } from './operations.ts'

const second = { trunk_id: 'trunk_second' }
const secondApplication = { application_id: 'app_second' }

/** A number in each possible state. */
const states: readonly Record<string, unknown>[] = [
  {},
  { trunk_id: 'trunk_abc123' },
  { trunk_id: 'trunk_second' },
  { application_id: 'app_xyz789' },
  { application_id: 'app_second' },
  { status: 'pending' },
  { status: 'suspended' },
  { status: 'suspended', trunk_id: 'trunk_abc123' },
  { status: 'pending', application_id: 'app_xyz789' },
  { capabilities: ['sms'] },
  { updated_at: '2027-01-01T00:00:00Z', trunk_id: 'trunk_abc123' },
]

const actions: readonly [string, string, unknown?][] = [
  ['POST', '/assign', toTrunk],
  ['POST', '/assign', second],
  ['POST', '/assign', { trunk_id: 'trunk_none' }],
  ['POST', '/assign', { trunk_id: 'trunk_def456' }],
  ['POST', '/application', toApplication],
  ['POST', '/application', secondApplication],
  ['POST', '/application', { application_id: 'app_none' }],
  ['POST', '/application', { application_id: 'app_uvw456' }],
  ['DELETE', '/assign'],
  ['DELETE', '/application'],
  ['GET', ''],
]

function seedWith(number: Record<string, unknown>) {
  return {
    accounts: [{ id: 'acc_123abc' }, { id: 'acc_456def' }],
    keys: [
      { key: keys.sandbox, account_id: 'acc_123abc' },
      { key: keys.readonly, account_id: 'acc_123abc', access: 'read' },
      { key: keys.other, account_id: 'acc_456def' },
    ],
    trunks: [
      { id: 'trunk_abc123', account_id: 'acc_123abc' },
      { id: 'trunk_second', account_id: 'acc_123abc' },
      { id: 'trunk_def456', account_id: 'acc_456def' },
    ],
    applications: [
      { id: 'app_xyz789', account_id: 'acc_123abc' },
      { id: 'app_second', account_id: 'acc_123abc' },
      { id: 'app_uvw456', account_id: 'acc_456def' },
    ],
    numbers: [{ e164: '+14155551234', account_id: 'acc_123abc', updated_at: '2026-04-01T14:30:00Z', ...number }],
  }
}

/** Each action on a number in each state, with each kind of key, and the number after it. */
export async function actionsInStates(client: CorpusClient): Promise<void> {
  for (const state of states) {
    for (const [method, path, body] of actions) {
      await client.control('PUT', '/state', { body: seedWith(state), unrecorded: true })
      await client.api(method, us + path, { body })
      await client.api('GET', us)
    }
    for (const key of [keys.readonly, keys.other]) {
      for (const [method, path, body] of actions) await client.api(method, us + path, { key, body })
    }
  }
}

/** Sequences that change a number repeatedly while the clock advances. */
export async function sequences(client: CorpusClient): Promise<void> {
  for (const step of [1_000, 0, 999, 86_400_000, -5_000]) {
    for (const [method, path, body] of actions.filter(
      ([, , body]) => !/none|def|uvw|second/.test(JSON.stringify(body) ?? ''),
    )) {
      await client.control('PUT', '/clock', { body: { advance_ms: step } })
      await client.api(method, us + path, { body })
      await client.api(method, us + path, { body })
    }
  }
  await client.control('POST', '/reset')
}

/** Numbers from a fixed linear congruential generator. */
function seededRandom(seed: number): (below: number) => number {
  let state = seed
  return below => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
    return Math.floor((state / 2_147_483_648) * below)
  }
}

/** A reproducible random history of changes of numbers, trunks and applications that depend on each other. */
export async function history(client: CorpusClient): Promise<void> {
  const draw = seededRandom(20_260_409)
  const made = ['trunk_abc123', 'trunk_def456', 'trunk_none']
  const pick = <T>(of: readonly T[]): T => of[draw(of.length)] as T
  for (let step = 0; step < 360; step++) {
    const number = `${numbers}/${pick(['+14155551234', '+919876543210'])}`
    const kind = draw(12)
    if (kind < 3) await client.api('POST', `${number}/assign`, { body: { trunk_id: pick(made) } })
    else if (kind < 5) await client.api('POST', `${number}/application`, { body: toApplication })
    else if (kind < 6) await client.api('DELETE', `${number}/assign`)
    else if (kind < 7) await client.api('DELETE', `${number}/application`)
    else if (kind < 8) {
      const { answer } = await client.api('POST', trunks, { body: { ...pbx, name: `Trunk ${step}` } })
      made.push((answer as { id: string }).id)
    } else if (kind < 9) await client.api('DELETE', `${trunks}/${pick(made)}`)
    else if (kind < 10) await client.api('PUT', `${trunks}/${pick(made)}`, { body: { ...pbx, max_channels: step } })
    else if (kind < 11)
      await client.api('PATCH', `${applications}/app_xyz789`, { body: { hangup_url: `http://a.test/${step}` } })
    else await client.control('PUT', '/clock', { body: { advance_ms: draw(3_000) } })
    if (step % 10 === 0) await client.api('GET', numbers)
    if (step % 30 === 0) await client.api('GET', trunks)
  }
  await client.control('GET', '/state')
  await client.control('POST', '/reset')
}

const queries = [
  ...['0', '1', '2', '3', '5', '-1', '1.5', 'x', '', '1000000000', '1000000001', '1e3', '%201', '+1', '01'].map(
    page => `page=${page}`,
  ),
  ...['0', '1', '2', '19', '20', '21', '100', '101', '-1', 'x', '', '1.0'].map(perPage => `per_page=${perPage}`),
  ...['active', 'pending', 'suspended', 'Active', 'none', ''].map(status => `status=${status}`),
  ...['US', 'us', 'GB', 'IN', 'FR', 'USA', 'U', '', 'U1', '%C3%89%C3%89'].map(country => `country=${country}`),
  'page=2&per_page=20',
  'page=3&per_page=20',
  'page=2&per_page=7&country=GB',
  'country=GB&status=pending',
  'country=US&status=active&per_page=3',
  'page=0&per_page=0&status=x&country=x',
  'page=1&page=2',
  'status=active&status=pending',
  'limit=5',
  'Page=2',
  'sort=e164',
  'per_page=5&',
  '?',
  'page',
  'country=US;status=active',
]

/** Lists of numbers, by page and by filter. */
export async function lists(client: CorpusClient): Promise<void> {
  const many = Array.from({ length: 45 }, (_, at) => ({
    e164: `+1415555${String(9_000 - at * 7)}`,
    account_id: 'acc_123abc',
    country: ['US', 'GB', 'IN'][at % 3],
    status: ['active', 'active', 'pending', 'suspended'][at % 4],
    ...(at % 5 === 0 && { monthly_fee: at / 4, setup_fee: 1, currency: 'EUR', type: 'mobile', region: 'X' }),
    created_at: '2026-01-01T00:00:00Z',
    updated_at: '2026-01-01T00:00:00Z',
  }))
  await client.control('PUT', '/state', { body: { ...seedWith({}), numbers: many } })
  for (const query of queries) await client.api('GET', `${numbers}?${query}`)
  for (const query of queries.slice(0, 3)) await client.api('GET', `${account}/trunks?${query}`)
  await client.api('HEAD', numbers)
  await client.control('POST', '/reset')
  await client.api('GET', numbers)
  await client.api('GET', numbers, { key: keys.other })
}

/** The requests whose responses differ between variants. */
export async function openBehaviors(client: CorpusClient): Promise<void> {
  for (const state of states.slice(0, 5)) {
    for (const [method, path, body] of actions) {
      await client.control('PUT', '/state', { body: seedWith(state), unrecorded: true })
      await client.api(method, us + path, { body })
    }
  }
  await client.control('POST', '/reset')
  await client.api('GET', trunks)
  await client.api('POST', trunks, { body: pbx })
  await client.api('GET', `${numbers}/14155551234`)
  await client.api('POST', `${numbers}/14155551234/assign`, { body: {} })
  await client.control('GET', '/info', { mask: ['version'] })
}
