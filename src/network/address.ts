import type { LookupAddress } from 'node:dns'
import { lookup as resolve } from 'node:dns/promises'
import { BlockList, isIP } from 'node:net'

/** Finds the addresses of a name. */
export type Lookup = (host: string) => Promise<readonly LookupAddress[]>

/** As the system does. */
export const lookup: Lookup = host => resolve(host, { all: true })

/** What may be called: where it resolves to, or why it is refused. */
export type Judged = { readonly address: LookupAddress } | { readonly refused: string }

const near = list('127.0.0.0/8 10.0.0.0/8 172.16.0.0/12 192.168.0.0/16', '::1/128 fc00::/7')
/** Link-local, where clouds keep the credentials of a machine; and what is no host at all. */
const never = list(
  '169.254.0.0/16 0.0.0.0/8 224.0.0.0/3',
  'fe80::/10 ff00::/8 ::/128 fd00:ec2::/32 64:ff9b::/96 2002::/16',
)

function list(four: string, six: string): BlockList {
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
export async function judge(host: string, find: Lookup, anywhere: boolean): Promise<Judged> {
  const name = host.replace(/^\[(.*)\]$/, '$1')
  let addresses: readonly LookupAddress[]
  try {
    addresses = isIP(name) === 0 ? await find(name) : [{ address: name, family: isIP(name) }]
  } catch (error) {
    return { refused: `${name} cannot be resolved (${(error as NodeJS.ErrnoException).code})` }
  }
  const [address] = addresses
  if (address === undefined) return { refused: `${name} has no address` }
  const refused = addresses.map(each => whyNot(each, anywhere)).find(reason => reason !== null)
  return refused === undefined ? { address } : { refused: `${name}: ${refused}` }
}

function whyNot({ address, family }: LookupAddress, anywhere: boolean): string | null {
  const kind = family === 6 ? 'ipv6' : 'ipv4'
  if (never.check(address, kind)) return `${address} is never called, being link-local or no host`
  if (anywhere || near.check(address, kind)) return null
  return `${address} is neither loopback nor private; --deliver-anywhere allows it`
}

/** Whether it is this machine, as seen from it. */
export function isLoopback({ address, family }: LookupAddress): boolean {
  return family === 6 ? address === '::1' : address.startsWith('127.')
}
