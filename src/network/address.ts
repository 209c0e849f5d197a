import type { LookupAddress } from 'node:dns'
import { lookup as resolve } from 'node:dns/promises'
import { BlockList, isIP } from 'node:net'

/** Resolves a host name to its addresses. */
export type Lookup = (host: string) => Promise<readonly LookupAddress[]>

/** Resolves a name as the operating system does. */
export const lookup: Lookup = host => resolve(host, { all: true })

/** The addresses of a host, or the reason why it must not be called. */
type CheckedAddresses = { readonly addresses: readonly LookupAddress[] } | { readonly notSent: string }

const localNetworks = blockList('127.0.0.0/8 10.0.0.0/8 172.16.0.0/12 192.168.0.0/16', '::1/128 fc00::/7')
/** Link-local and metadata addresses, which can expose credentials; addresses that embed IPv4; addresses that are not hosts. */
const forbidden = blockList(
  '169.254.0.0/16 100.100.100.200/32 168.63.129.16/32 192.0.0.192/32 0.0.0.0/8 224.0.0.0/3',
  'fe80::/10 ff00::/8 ::/128 fd00:ec2::/32 fd20:ce::254/128 fd00:c1::a9fe:a9fe/128 fd00:42::42/128 ' +
    '64:ff9b::/96 64:ff9b:1::/48 2002::/16 2001::/32 ::ffff:0:0:0/96',
)
// IPv4-compatible addresses, all but ::1.
forbidden.addRange('::2', '::ffff:ffff', 'ipv6')

function blockList(ipv4: string, ipv6: string): BlockList {
  const list = new BlockList()
  for (const [subnets, family] of [
    [ipv4, 'ipv4'],
    [ipv6, 'ipv6'],
  ] as const) {
    for (const subnet of subnets.split(' ')) {
      const [network = '', bits] = subnet.split('/')
      list.addSubnet(network, Number(bits), family)
    }
  }
  return list
}

/** Resolves a host and checks that the webhook sender may call all of its addresses. */
export async function checkAddresses(host: string, find: Lookup, anywhere: boolean): Promise<CheckedAddresses> {
  const name = host.replace(/^\[(.*)\]$/, '$1')
  let addresses: readonly LookupAddress[]
  try {
    addresses = isIP(name) === 0 ? await find(name) : [{ address: name, family: isIP(name) }]
  } catch (error) {
    return { notSent: `${name} cannot be resolved (${(error as NodeJS.ErrnoException).code})` }
  }
  if (addresses.length === 0) return { notSent: `${name} has no address` }
  const reason = addresses.map(each => blockReason(each, anywhere)).find(each => each !== null)
  if (reason === undefined) return { addresses }
  // The reason already names an address.
  return { notSent: isIP(name) === 0 ? `${name}: ${reason}` : reason }
}

function blockReason({ address, family }: LookupAddress, anywhere: boolean): string | null {
  const kind = family === 6 ? 'ipv6' : 'ipv4'
  if (forbidden.check(address, kind)) return `${address} is always blocked: link-local, metadata or not a host`
  if (anywhere || localNetworks.check(address, kind)) return null
  return `${address} is neither loopback nor private; --deliver-anywhere allows it`
}

/** Whether this is a loopback address. */
export function isLoopback({ address, family }: LookupAddress): boolean {
  return family === 6 ? address === '::1' : address.startsWith('127.')
}
