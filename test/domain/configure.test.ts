import t from 'tap'
import type { Clock } from '../../src/domain/clock.ts'
import type { Found } from '../../src/domain/configure.ts'
import * as domain from '../../src/domain/configure.ts'
import type { DestinationKind, PhoneNumber, Route } from '../../src/domain/number.ts'
import { routeId } from '../../src/domain/number.ts'
import { Refusal, refusals } from '../../src/domain/refusal.ts'
import { asDecided } from '../policy.ts'

const { owned } = domain
const assign = (account: string, found: Found, to: NonNullable<Route>, clock: Clock) =>
  domain.assign(account, found, to, clock, asDecided)
const unassign = (account: string, found: PhoneNumber | null, kind: DestinationKind, clock: Clock) =>
  domain.unassign(account, found, kind, clock, asDecided)

const kinds: readonly DestinationKind[] = ['trunk', 'application']
/** A thousand seconds after the change before. */
const clock: Clock = last => last + 1_000

const number: PhoneNumber = {
  e164: '+14155551234',
  accountId: 'acc_1',
  route: null,
  status: 'active',
  country: 'US',
  type: 'local',
  region: 'CA',
  capabilities: ['voice'],
  monthlyFee: 1.25,
  setupFee: 0,
  currency: 'USD',
  createdAt: 500,
  updatedAt: 1_000,
}

function destination(accountId = 'acc_1') {
  return { accountId }
}

function routeTo(kind: DestinationKind): NonNullable<Route> {
  return { kind, id: `${kind}_1` }
}

function other(kind: DestinationKind): DestinationKind {
  return kind === 'trunk' ? 'application' : 'trunk'
}

for (const kind of kinds) {
  const found: Found = { number, destination: destination() }
  const assigned = { ...number, route: routeTo(kind) }

  t.test(`assigning a ${kind} routes the number to it, at the time of the clock`, async t => {
    t.strictSame(assign('acc_1', found, routeTo(kind), clock), { ...assigned, updatedAt: 2_000 })
  })

  t.test(`assigning a ${kind} takes the number off the ${other(kind)} it had`, async t => {
    const before = { ...number, route: routeTo(other(kind)) }
    const after = assign('acc_1', { ...found, number: before }, routeTo(kind), clock)
    t.strictSame(after, { ...assigned, updatedAt: 2_000 })
  })

  t.test(`another ${kind} takes the place of the one before`, async t => {
    const before = { ...number, route: { kind, id: 'before' } }
    const after = assign('acc_1', { ...found, number: before }, routeTo(kind), clock)
    t.strictSame(after, { ...assigned, updatedAt: 2_000 })
  })

  t.test(`assigning the ${kind} that is assigned changes nothing`, async t => {
    t.equal(assign('acc_1', { ...found, number: assigned }, routeTo(kind), clock), assigned)
  })

  t.test(`an ${other(kind)} of the same id is not the ${kind}`, async t => {
    const before = { ...number, route: { kind: other(kind), id: routeTo(kind).id } }
    const after = assign('acc_1', { ...found, number: before }, routeTo(kind), clock)
    t.strictSame(after, { ...assigned, updatedAt: 2_000 })
  })

  t.test(`a ${kind} that nobody has is refused`, async t => {
    t.throws(
      () => assign('acc_1', { number, destination: null }, routeTo(kind), clock),
      new Refusal(`${kind}_not_found`),
    )
  })

  t.test(`a ${kind} of another account is refused`, async t => {
    const foreign = { number, destination: destination('acc_2') }
    t.throws(() => assign('acc_1', foreign, routeTo(kind), clock), new Refusal(`${kind}_assign_forbidden`))
  })

  t.test(`unassigning the ${kind} leaves the number without a route`, async t => {
    t.strictSame(unassign('acc_1', assigned, kind, clock), { ...number, updatedAt: 2_000 })
  })

  t.test(`unassigning a ${kind} where there is none changes nothing`, async t => {
    t.equal(unassign('acc_1', number, kind, clock), number)
  })

  t.test(`unassigning a ${kind} leaves the ${other(kind)} alone`, async t => {
    const before = { ...number, route: routeTo(other(kind)) }
    t.equal(unassign('acc_1', before, kind, clock), before)
  })

  t.test(`the id of the ${kind} is there where the number goes to one`, async t => {
    t.equal(routeId(assigned, kind), `${kind}_1`)
    t.equal(routeId(assigned, other(kind)), null)
    t.equal(routeId(number, kind), null)
  })
}

t.test('a number that nobody has, or another account, is not found', async t => {
  const trunk = destination('acc_2')
  const refusal = new Refusal('number_not_found')
  t.throws(() => assign('acc_2', { number, destination: trunk }, routeTo('trunk'), clock), refusal)
  t.throws(() => assign('acc_2', { number: null, destination: trunk }, routeTo('trunk'), clock), refusal)
  t.throws(() => unassign('acc_2', number, 'trunk', clock), refusal)
  t.throws(() => unassign('acc_2', null, 'trunk', clock), refusal)
  t.throws(() => owned('acc_2', number), refusal)
  t.equal(owned('acc_1', number), number)
})

for (const status of ['pending', 'suspended'] as const) {
  t.test(`a ${status} number is refused before anyone looks where it shall go`, async t => {
    const found = { number: { ...number, status }, destination: null }
    t.throws(() => assign('acc_1', found, routeTo('trunk'), clock), new Refusal(`number_${status}`))
    t.throws(() => unassign('acc_1', found.number, 'trunk', clock), new Refusal(`number_${status}`))
  })
}

t.test('a refusal bears its code, and says it in words', async t => {
  const { name, code, message } = new Refusal('number_suspended')
  t.strictSame({ name, code, message }, { name: 'Refusal', code, message: 'the number is not active any more' })
  t.equal(code, 'number_suspended')
  t.equal(new Set(Object.values(refusals)).size, Object.keys(refusals).length, 'no two in the same words')
})
