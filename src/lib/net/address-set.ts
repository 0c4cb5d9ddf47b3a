import { BlockList, isIP } from "node:net";

/** A set of IP addresses. */
export interface AddressSet {
  /** Never true of what is no IP address. */
  has(address: string): boolean;
}

/** Ranges that have a name. `private` is what Express calls `uniquelocal` (RFC 1918, RFC 4193). */
const namedRanges: ReadonlyMap<string, readonly string[]> = new Map([
  ["loopback", ["127.0.0.0/8", "::1/128"]],
  ["private", ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7"]],
]);

/** `loopback`, `private`, an address, or a range in CIDR notation (RFC 4632 §3.1, RFC 4291 §2.3). */
export function isAddressRange(text: string): boolean {
  return namedRanges.has(text) || rangeOf(text) !== undefined;
}

/** The set of what these ranges hold. Throws where one is none. */
export function createAddressSet(ranges: readonly string[]): AddressSet {
  const list = new BlockList();
  for (const text of ranges.flatMap((each) => namedRanges.get(each) ?? [each])) {
    const range = rangeOf(text);
    if (range === undefined) throw new TypeError(`${text} is no range of addresses.`);
    list.addSubnet(range.address, range.prefix, range.family);
  }
  return {
    has(address) {
      const version = isIP(address);
      return version !== 0 && list.check(address, version === 4 ? "ipv4" : "ipv6");
    },
  };
}

const bitsOf = { ipv4: 32, ipv6: 128 } as const;

interface Range {
  readonly address: string;
  readonly prefix: number;
  readonly family: "ipv4" | "ipv6";
}

function rangeOf(text: string): Range | undefined {
  const [, address = "", digits] = /^([^/%]+)(?:\/(\d{1,3}))?$/.exec(text) ?? [];
  const version = isIP(address);
  if (version === 0) return undefined;
  const family = version === 4 ? "ipv4" : "ipv6";
  const prefix = digits === undefined ? bitsOf[family] : Number(digits);
  return prefix <= bitsOf[family] ? { address, prefix, family } : undefined;
}
