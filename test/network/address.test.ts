import t from 'tap'
import { checkAddresses } from '../../src/network/address.ts'

const publicReason = (address: string) => `${address} is neither loopback nor private; --deliver-anywhere allows it`
const forbiddenReason = (address: string) => `${address} is always blocked: link-local, metadata or not a host`

/** A resolver without a name server: each name lists its addresses. */
async function lookup(host: string) {
  if (host === 'unknown.test') throw Object.assign(new Error('no'), { code: 'ENOTFOUND' })
  const addresses = host === 'empty.test' ? [] : host.replace('.test', '').split('+')
  return addresses.map(address => ({ address, family: address.includes(':') ? 6 : 4 }))
}

const local = [
  '127.0.0.1',
  '127.8.8.8',
  '10.1.2.3',
  '172.16.0.1',
  '172.31.255.255',
  '192.168.1.1',
  '::1',
  'fd12::1',
  '::ffff:10.0.0.1',
]
const remote = [
  '8.8.8.8',
  '168.63.129.17',
  '192.0.0.193',
  '64:ff9b:2::1',
  '2001:1::1',
  '2003::1',
  '172.32.0.1',
  '192.169.0.1',
  '100.64.0.1',
  '2001:4860::1',
  '::ffff:8.8.8.8',
]
const forbidden = [
  '169.254.169.254',
  '::ffff:169.254.169.254',
  'fe80::1',
  'fd00:ec2::254',
  'fd20:ce::254',
  'fd00:c1::a9fe:a9fe',
  'fd00:42::42',
  '100.100.100.200',
  '168.63.129.16',
  '192.0.0.192',
  '0.0.0.0',
  '::',
  '224.0.0.1',
  '255.255.255.255',
  'ff02::1',
  '64:ff9b::a9fe:a9fe',
  '2002:a9fe:a9fe::1',
  // The same IPv4 address in every notation and encapsulation of IPv6.
  ...['::ffff:168.63.129.16', '::ffff:a83f:8110', '::168.63.129.16', '::a83f:8110', '::ffff:0:168.63.129.16'],
  ...['64:ff9b::168.63.129.16', '64:ff9b:1::168.63.129.16', '64:ff9b:1:ffff::1', '2002:a83f:8110::1'],
  ...['::ffff:192.0.0.192', '64:ff9b:1::c000:c0', '2001:0:a83f:8110::1', '::2', '::ffff:ffff'],
]
const hostOf = (address: string) => (address.includes(':') ? `[${address}]` : address)

t.test('loopback and private addresses are allowed, directly and by name', async t => {
  for (const address of local) {
    const expected = { addresses: [{ address, family: address.includes(':') ? 6 : 4 }] }
    for (const host of [hostOf(address), `${address}.test`])
      t.strictSame(await checkAddresses(host, lookup, false), expected, host)
  }
})

t.test('other addresses are only allowed with deliver_anywhere', async t => {
  for (const address of remote) {
    t.strictSame(await checkAddresses(hostOf(address), lookup, false), {
      notSent: publicReason(address),
    })
    t.match(await checkAddresses(hostOf(address), lookup, true), { addresses: [{ address }] })
  }
})

t.test('link-local addresses and addresses that are not hosts are never allowed', async t => {
  for (const address of forbidden) {
    for (const anywhere of [false, true]) {
      t.strictSame(await checkAddresses(hostOf(address), lookup, anywhere), {
        notSent: forbiddenReason(address),
      })
    }
  }
})

t.test('all addresses of a name must be allowed, and a name without an address is not used', async t => {
  t.strictSame(await checkAddresses('127.0.0.1+8.8.8.8.test', lookup, false), {
    notSent: `127.0.0.1+8.8.8.8.test: ${publicReason('8.8.8.8')}`,
  })
  t.strictSame(await checkAddresses('unknown.test', lookup, true), {
    notSent: 'unknown.test cannot be resolved (ENOTFOUND)',
  })
  t.strictSame(await checkAddresses('empty.test', lookup, true), { notSent: 'empty.test has no address' })
})
