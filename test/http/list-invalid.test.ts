import t from 'tap'
import { behaviorTest } from '../behavior.ts'
import { assertUnchanged, invalid, statusAndBody } from '../responses.ts'
import { numbers, onEachStore } from '../server.ts'

const reasons = {
  page: 'must be an integer from 1 to 1000000000',
  per_page: 'must be an integer from 1 to 100',
  status: 'must be one of active, pending, suspended',
  country: 'must be two letters (ISO 3166-1 alpha-2)',
}

const values: Record<keyof typeof reasons, string[]> = {
  page: [
    '0',
    '-1',
    '-0',
    '1.5',
    '1e3',
    'one',
    '',
    '0x1',
    '%31x',
    '+1',
    '1%20',
    '9'.repeat(400),
    '1000000001',
    '9'.repeat(21),
    '1&page=2',
    '٣',
  ],
  per_page: ['0', '-1', '101', '100000', '20.5', 'all', '', 'null', '1&per_page=1', '1%00'],
  status: ['', 'ACTIVE', 'deleted', 'active,pending', 'constructor', 'active&status=active', 'active%00', '1'],
  country: ['', 'U', 'USA', '1', 'U1', '%zz', 'US%00', 'US%0A', 'US&country=IN', 'ÜS', 'U%20', '*'],
}

behaviorTest(t, 'list-invalid', t =>
  onEachStore(t, {}, (t, server) =>
    assertUnchanged(t, server, async () => {
      for (const [field, reason] of Object.entries(reasons)) {
        for (const value of values[field as keyof typeof reasons]) {
          const path = `${numbers}?${field}=${/[^ -~]/.test(value) ? encodeURIComponent(value) : value}`
          t.strictSame(statusAndBody(await server.call('GET', path)), invalid({ field, reason }), path)
        }
      }
      t.equal((await server.call('GET', `${numbers}?page=1&per_page=100&status=pending&country=us`)).status, 200)
    }),
  ),
)
