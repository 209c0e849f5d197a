import t from 'tap'
import type { Found } from '../../src/domain/assignment.ts'
import * as domain from '../../src/domain/assignment.ts'
import type { Clock } from '../../src/domain/clock.ts'
import { DomainError, domainErrors } from '../../src/domain/error.ts'
import type { Assignment, DestinationKind, PhoneNumber } from '../../src/domain/number.ts'
import { assignedId } from '../../src/domain/number.ts'
import { defaultVariants } from '../policy.ts'

const { requireOwnedNumber } = domain
const assign = (account: string, found: Found, to: NonNullable<Assignment>, clock: Clock) =>
  domain.assign(account, found, to, clock, defaultVariants)
const unassign = (account: string, found: PhoneNumber | null, kind: DestinationKind, clock: Clock) =>
  domain.unassign(account, found, kind, clock, defaultVariants)

const kinds: readonly DestinationKind[] = ['trunk', 'application']
/** A thousand seconds after the change before. */
const clock: Clock = last => last + 1_000

const number: PhoneNumber = {
  e164: '+14155551234',
  accountId: 'acc_1',
  assignment: null,
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

function routeTo(kind: DestinationKind): NonNullable<Assignment> {
  return { kind, id: `${kind}_1` }
}

function other(kind: DestinationKind): DestinationKind {
  return kind === 'trunk' ? 'application' : 'trunk'
}

for (const kind of kinds) {
  const found: Found = { number, destination: destination() }
  const assigned = { ...number, assignment: routeTo(kind) }

  t.test(`assigning a ${kind} routes the number to it, at the time of the clock`, async t => {
    t.strictSame(assign('acc_1', found, routeTo(kind), clock), { ...assigned, updatedAt: 2_000 })
  })

  t.test(`assigning a ${kind} takes the number off the ${other(kind)} it had`, async t => {
    const before = { ...number, assignment: routeTo(other(kind)) }
    const after = assign('acc_1', { ...found, number: before }, routeTo(kind), clock)
    t.strictSame(after, { ...assigned, updatedAt: 2_000 })
  })

  t.test(`another ${kind} takes the place of the one before`, async t => {
    const before = { ...number, assignment: { kind, id: 'before' } }
    const after = assign('acc_1', { ...found, number: before }, routeTo(kind), clock)
    t.strictSame(after, { ...assigned, updatedAt: 2_000 })
  })

  t.test(`assigning the ${kind} that is assigned changes nothing`, async t => {
    t.equal(assign('acc_1', { ...found, number: assigned }, routeTo(kind), clock), assigned)
  })

  t.test(`an ${other(kind)} of the same id is not the ${kind}`, async t => {
    const before = { ...number, assignment: { kind: other(kind), id: routeTo(kind).id } }
    const after = assign('acc_1', { ...found, number: before }, routeTo(kind), clock)
    t.strictSame(after, { ...assigned, updatedAt: 2_000 })
  })

  t.test(`a ${kind} that nobody has is refused`, async t => {
    t.throws(
      () => assign('acc_1', { number, destination: null }, routeTo(kind), clock),
      new DomainError(`${kind}_not_found`),
    )
  })

  t.test(`a ${kind} of another account is refused`, async t => {
    const foreign = { number, destination: destination('acc_2') }
    t.throws(() => assign('acc_1', foreign, routeTo(kind), clock), new DomainError(`${kind}_assign_forbidden`))
  })

  t.test(`unassigning the ${kind} leaves the number without a route`, async t => {
    t.strictSame(unassign('acc_1', assigned, kind, clock), { ...number, updatedAt: 2_000 })
  })

  t.test(`unassigning a ${kind} where there is none changes nothing`, async t => {
    t.equal(unassign('acc_1', number, kind, clock), number)
  })

  t.test(`unassigning a ${kind} leaves the ${other(kind)} alone`, async t => {
    const before = { ...number, assignment: routeTo(other(kind)) }
    t.equal(unassign('acc_1', before, kind, clock), before)
  })

  t.test(`the id of the ${kind} is there where the number goes to one`, async t => {
    t.equal(assignedId(assigned, kind), `${kind}_1`)
    t.equal(assignedId(assigned, other(kind)), null)
    t.equal(assignedId(number, kind), null)
  })
}

t.test('a number that nobody has, or another account, is not found', async t => {
  const trunk = destination('acc_2')
  const refusal = new DomainError('number_not_found')
  t.throws(() => assign('acc_2', { number, destination: trunk }, routeTo('trunk'), clock), refusal)
  t.throws(() => assign('acc_2', { number: null, destination: trunk }, routeTo('trunk'), clock), refusal)
  t.throws(() => unassign('acc_2', number, 'trunk', clock), refusal)
  t.throws(() => unassign('acc_2', null, 'trunk', clock), refusal)
  t.throws(() => requireOwnedNumber('acc_2', number), refusal)
  t.equal(requireOwnedNumber('acc_1', number), number)
})

for (const status of ['pending', 'suspended'] as const) {
  t.test(`a ${status} number is refused before anyone looks where it shall go`, async t => {
    const found = { number: { ...number, status }, destination: null }
    t.throws(() => assign('acc_1', found, routeTo('trunk'), clock), new DomainError(`number_${status}`))
    t.throws(() => unassign('acc_1', found.number, 'trunk', clock), new DomainError(`number_${status}`))
  })
}

t.test('a refusal bears its code, and says it in words', async t => {
  const { name, code, message } = new DomainError('number_suspended')
  t.strictSame({ name, code, message }, { name: 'Refusal', code, message: 'the number is not active any more' })
  t.equal(code, 'number_suspended')
  t.equal(new Set(Object.values(domainErrors)).size, Object.keys(domainErrors).length, 'no two in the same words')
})
