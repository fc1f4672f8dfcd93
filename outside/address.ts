// Which addresses may be called. Everything that IANA's registries of special-purpose addresses name is no public
// address; what is private may be opened by the operator, what belongs to the machine's own network never is.
import { BlockList, isIP } from 'node:net'

type Subnet = readonly [network: string, prefix: number]

const special4 = toList('ipv4', [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
  // Azure's metadata, which looks like a public address.
  ['168.63.129.16', 32],
])
/** All that is routed at all. Mapped, translated (NAT64) and compatible addresses stand outside of it. */
const global6 = toList('ipv6', [['2000::', 3]])
const special6 = toList('ipv6', [
  // Teredo, ORCHID and other protocols; documentation; 6to4, which carries an IPv4 address inside.
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
])

const private4 = toList('ipv4', [
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
])
const private6 = toList('ipv6', [
  ['::1', 128],
  ['fc00::', 7],
])
/** Metadata services inside private ranges: Alibaba's and Amazon's. */
const metadata4 = toList('ipv4', [['100.100.100.200', 32]])
const metadata6 = toList('ipv6', [['fd00:ec2::254', 128]])

export function isPublicAddress(address: string): boolean {
  const version = isIP(address)
  if (version === 4) return !special4.check(address, 'ipv4')
  return version === 6 && global6.check(address, 'ipv6') && !special6.check(address, 'ipv6')
}

/** Loopback and private networks, without the metadata services that stand in them. */
export function isPrivateAddress(address: string): boolean {
  const version = isIP(address)
  if (version === 4) return private4.check(address, 'ipv4') && !metadata4.check(address, 'ipv4')
  return version === 6 && private6.check(address, 'ipv6') && !metadata6.check(address, 'ipv6')
}

function toList(family: 'ipv4' | 'ipv6', subnets: readonly Subnet[]): BlockList {
  const list = new BlockList()
  for (const [network, prefix] of subnets) list.addSubnet(network, prefix, family)
  return list
}
