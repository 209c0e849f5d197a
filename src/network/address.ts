import type { LookupAddress } from 'node:dns'
import { lookup as resolve } from 'node:dns/promises'
import { BlockList, isIP } from 'node:net'

/** Finds the addresses of a name. */
export type Lookup = (host: string) => Promise<readonly LookupAddress[]>

/** As the system does. */
export const lookup: Lookup = host => resolve(host, { all: true })

/** What may be called: where it resolves to, or why it is refused. */
type CheckedAddresses = { readonly addresses: readonly LookupAddress[] } | { readonly refused: string }

const near = blockList('127.0.0.0/8 10.0.0.0/8 172.16.0.0/12 192.168.0.0/16', '::1/128 fc00::/7')
/** Link-local and metadata, where clouds keep a machine's credentials; what carries any IPv4 address; what is no host. */
const never = blockList(
  '169.254.0.0/16 100.100.100.200/32 168.63.129.16/32 192.0.0.192/32 0.0.0.0/8 224.0.0.0/3',
  'fe80::/10 ff00::/8 ::/128 fd00:ec2::/32 fd20:ce::254/128 fd00:c1::a9fe:a9fe/128 fd00:42::42/128 ' +
    '64:ff9b::/96 64:ff9b:1::/48 2002::/16 2001::/32 ::ffff:0:0:0/96',
)
// IPv4-compatible addresses, all but ::1.
never.addRange('::2', '::ffff:ffff', 'ipv6')

function blockList(four: string, six: string): BlockList {
  const made = new BlockList()
  for (const [subnets, family] of [
    [four, 'ipv4'],
    [six, 'ipv6'],
  ] as const) {
    for (const subnet of subnets.split(' ')) {
      const [network = '', bits] = subnet.split('/')
      made.addSubnet(network, Number(bits), family)
    }
  }
  return made
}

/** Judges a host by what it resolves to now: each of its addresses must be one that may be called. */
export async function checkAddresses(host: string, find: Lookup, anywhere: boolean): Promise<CheckedAddresses> {
  const name = host.replace(/^\[(.*)\]$/, '$1')
  let addresses: readonly LookupAddress[]
  try {
    addresses = isIP(name) === 0 ? await find(name) : [{ address: name, family: isIP(name) }]
  } catch (error) {
    return { refused: `${name} cannot be resolved (${(error as NodeJS.ErrnoException).code})` }
  }
  if (addresses.length === 0) return { refused: `${name} has no address` }
  const refused = addresses.map(each => whyNot(each, anywhere)).find(reason => reason !== null)
  return refused === undefined ? { addresses } : { refused: `${name}: ${refused}` }
}

function whyNot({ address, family }: LookupAddress, anywhere: boolean): string | null {
  const kind = family === 6 ? 'ipv6' : 'ipv4'
  if (never.check(address, kind)) return `${address} is never called: link-local, metadata or no host`
  if (anywhere || near.check(address, kind)) return null
  return `${address} is neither loopback nor private; --deliver-anywhere allows it`
}

/** Whether it is this machine, as seen from it. */
export function isLoopback({ address, family }: LookupAddress): boolean {
  return family === 6 ? address === '::1' : address.startsWith('127.')
}
