import t from 'tap'
import { number } from '../responses.ts'
import { withSandbox } from './open.ts'

interface Coverage {
  readonly outcomes: { operation: string; status: number; reason: string | null; count: number }[]
  readonly occurred: number
  readonly total: number
  readonly dropped: number
}

t.test('coverage counts the requests for each documented outcome', t =>
  withSandbox(t, { journal: { namespace: 8, all: 100 } }, async (t, { call, control }) => {
    const read = async () => (await control('GET', '/coverage')).body as Coverage
    const empty = await read()
    t.strictSame([empty.occurred, empty.total, empty.dropped], [0, empty.outcomes.length, 0])
    const assign = empty.outcomes.filter(({ operation }) => operation === 'assignTrunk')
    t.strictSame(
      assign.map(({ status, reason }) => [status, reason]),
      [
        [200, null],
        [400, 'number_invalid'],
        [400, 'trunk_id_invalid'],
        [400, 'request_invalid'],
        [401, 'unauthorized'],
        [403, 'account_forbidden'],
        [403, 'trunk_assign_forbidden'],
        [404, 'number_not_found'],
        [404, 'trunk_not_found'],
        [408, 'request_timeout'],
        [413, 'body_too_large'],
        [431, 'head_too_large'],
        [500, 'internal'],
      ],
    )
    for (const _ of [1, 2]) await call('POST', `${number}/assign`, { body: { trunk_id: 'trunk_abc123' } })
    await call('POST', `${number}/assign`, { body: { trunk_id: 'trunk_unknown' } })
    await call('DELETE', '/v1/account/acc_123abc/trunks/trunk_abc123')
    await call('GET', number, { headers: { prefer: 'status=500' } })
    await call('GET', '/v1/nothing')
    const counted = await read()
    t.strictSame(
      counted.outcomes.filter(({ count }) => count > 0),
      [
        { operation: 'assignTrunk', status: 200, reason: null, count: 2 },
        { operation: 'assignTrunk', status: 404, reason: 'trunk_not_found', count: 1 },
        { operation: 'getNumber', status: 500, reason: 'internal', count: 1 },
        { operation: 'deleteTrunk', status: 204, reason: null, count: 1 },
      ],
    )
    t.equal(counted.occurred, 4)
    for (let turn = 0; turn < 8; turn++) await call('GET', number)
    const afterDrop = await read()
    t.strictSame([afterDrop.occurred, afterDrop.dropped], [1, 6])
  }),
)
