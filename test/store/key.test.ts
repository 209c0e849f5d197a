import { createHash } from 'node:crypto'
import t from 'tap'
import { hashKey } from '../../src/store/key.ts'

t.test('hashKey returns the SHA-256 of a key, also for repeated calls and thousands of keys', async t => {
  const sha256 = (key: string) => createHash('sha256').update(key).digest('hex')
  const keys = Array.from({ length: 2_500 }, (_, at) => `key-${at}`)
  for (const key of [...keys, ...keys.slice(0, 5)]) {
    if (hashKey(key) !== sha256(key) || hashKey(key) !== sha256(key)) t.fail(key)
  }
  t.equal(hashKey('abc'), 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad')
})
