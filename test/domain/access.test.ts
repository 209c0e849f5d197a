import t from 'tap'
import type { Access } from '../../src/domain/access.ts'
import { authorize } from '../../src/domain/access.ts'
import { DomainError } from '../../src/domain/error.ts'

const full: Access = { accountId: 'acc_1', access: 'full' }
const readOnly: Access = { accountId: 'acc_1', access: 'read' }

t.test('a key with full access can read and change its account', async t => {
  t.doesNotThrow(() => authorize(full, 'acc_1', null))
  t.doesNotThrow(() => authorize(full, 'acc_1', 'trunk_assign_forbidden'))
})

t.test('a read-only key can read; a change fails with the error of that change', async t => {
  t.doesNotThrow(() => authorize(readOnly, 'acc_1', null))
  t.throws(() => authorize(readOnly, 'acc_1', 'trunk_assign_forbidden'), new DomainError('trunk_assign_forbidden'))
  t.throws(
    () => authorize(readOnly, 'acc_1', 'application_unassign_forbidden'),
    new DomainError('application_unassign_forbidden'),
  )
})

t.test('no key has access to another account, and this error comes first', async t => {
  t.throws(() => authorize(full, 'acc_2', null), new DomainError('account_forbidden'))
  t.throws(() => authorize(readOnly, 'acc_2', 'trunk_assign_forbidden'), new DomainError('account_forbidden'))
})
