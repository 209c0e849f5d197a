import t from 'tap'
import type { AssignmentInput } from '../../src/domain/assignment.ts'
import * as domain from '../../src/domain/assignment.ts'
import type { Clock } from '../../src/domain/clock.ts'
import { DomainError, domainErrors } from '../../src/domain/error.ts'
import type { Assignment, DestinationKind, PhoneNumber } from '../../src/domain/number.ts'
import { assignedId } from '../../src/domain/number.ts'
import { defaultPolicy } from '../policy.ts'

const { requireOwnedNumber } = domain
const assign = (account: string, found: AssignmentInput, to: NonNullable<Assignment>, clock: Clock) =>
  domain.assign(account, found, to, clock, defaultPolicy)
const unassign = (account: string, found: PhoneNumber | null, kind: DestinationKind, clock: Clock) =>
  domain.unassign(account, found, kind, clock, defaultPolicy)

const kinds: readonly DestinationKind[] = ['trunk', 'application']
/** A thousand seconds after the previous change. */
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

function destinationOf(kind: DestinationKind): NonNullable<Assignment> {
  return { kind, id: `${kind}_1` }
}

function otherKind(kind: DestinationKind): DestinationKind {
  return kind === 'trunk' ? 'application' : 'trunk'
}

for (const kind of kinds) {
  const found: AssignmentInput = { number, destination: destination() }
  const assigned = { ...number, assignment: destinationOf(kind) }

  t.test(`assigning a ${kind} sets the assignment and the time`, async t => {
    t.strictSame(assign('acc_1', found, destinationOf(kind), clock), { ...assigned, updatedAt: 2_000 })
  })

  t.test(`assigning a ${kind} removes the ${otherKind(kind)}`, async t => {
    const before = { ...number, assignment: destinationOf(otherKind(kind)) }
    const after = assign('acc_1', { ...found, number: before }, destinationOf(kind), clock)
    t.strictSame(after, { ...assigned, updatedAt: 2_000 })
  })

  t.test(`assigning another ${kind} replaces the first one`, async t => {
    const before = { ...number, assignment: { kind, id: 'before' } }
    const after = assign('acc_1', { ...found, number: before }, destinationOf(kind), clock)
    t.strictSame(after, { ...assigned, updatedAt: 2_000 })
  })

  t.test(`assigning the current ${kind} again changes nothing`, async t => {
    t.equal(assign('acc_1', { ...found, number: assigned }, destinationOf(kind), clock), assigned)
  })

  t.test(`a ${otherKind(kind)} with the same id is not the ${kind}`, async t => {
    const before = { ...number, assignment: { kind: otherKind(kind), id: destinationOf(kind).id } }
    const after = assign('acc_1', { ...found, number: before }, destinationOf(kind), clock)
    t.strictSame(after, { ...assigned, updatedAt: 2_000 })
  })

  t.test(`assigning an unknown ${kind} is an error`, async t => {
    t.throws(
      () => assign('acc_1', { number, destination: null }, destinationOf(kind), clock),
      new DomainError(`${kind}_not_found`),
    )
  })

  t.test(`assigning a ${kind} of another account is an error`, async t => {
    const foreign = { number, destination: destination('acc_2') }
    t.throws(() => assign('acc_1', foreign, destinationOf(kind), clock), new DomainError(`${kind}_assign_forbidden`))
  })

  t.test(`unassigning the ${kind} removes the assignment`, async t => {
    t.strictSame(unassign('acc_1', assigned, kind, clock), { ...number, updatedAt: 2_000 })
  })

  t.test(`unassigning a ${kind} from an unassigned number changes nothing`, async t => {
    t.equal(unassign('acc_1', number, kind, clock), number)
  })

  t.test(`unassigning a ${kind} does not remove the ${otherKind(kind)}`, async t => {
    const before = { ...number, assignment: destinationOf(otherKind(kind)) }
    t.equal(unassign('acc_1', before, kind, clock), before)
  })

  t.test(`assignedId returns the id of the ${kind}, or null`, async t => {
    t.equal(assignedId(assigned, kind), `${kind}_1`)
    t.equal(assignedId(assigned, otherKind(kind)), null)
    t.equal(assignedId(number, kind), null)
  })
}

t.test('an unknown number, or one of another account, is not found', async t => {
  const trunk = destination('acc_2')
  const error = new DomainError('number_not_found')
  t.throws(() => assign('acc_2', { number, destination: trunk }, destinationOf('trunk'), clock), error)
  t.throws(() => assign('acc_2', { number: null, destination: trunk }, destinationOf('trunk'), clock), error)
  t.throws(() => unassign('acc_2', number, 'trunk', clock), error)
  t.throws(() => unassign('acc_2', null, 'trunk', clock), error)
  t.throws(() => requireOwnedNumber('acc_2', number), error)
  t.equal(requireOwnedNumber('acc_1', number), number)
})

for (const status of ['pending', 'suspended'] as const) {
  t.test(`configuring a ${status} number is an error, even with an unknown destination`, async t => {
    const found = { number: { ...number, status }, destination: null }
    t.throws(() => assign('acc_1', found, destinationOf('trunk'), clock), new DomainError(`number_${status}`))
    t.throws(() => unassign('acc_1', found.number, 'trunk', clock), new DomainError(`number_${status}`))
  })
}

t.test('a domain error has a code and a message', async t => {
  const { name, code, message } = new DomainError('number_suspended')
  t.strictSame({ name, code, message }, { name: 'DomainError', code, message: 'the number is suspended' })
  t.equal(code, 'number_suspended')
  t.equal(new Set(Object.values(domainErrors)).size, Object.keys(domainErrors).length, 'all messages are different')
})
