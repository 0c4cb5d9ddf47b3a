import { isIP } from "node:net";
import { createAddressSet } from "./address-set.ts";

/**
 * Ranges that are no place on the public internet: IANA's special-purpose registries for IPv4 and IPv6, multicast, and
 * the ranges that carry an IPv4 address inside (RFC 6052 NAT64, RFC 3056 6to4, RFC 4380 Teredo), because what they lead
 * to cannot be told here.
 */
const special = createAddressSet([
  "0.0.0.0/8",
  "10.0.0.0/8",
  "100.64.0.0/10",
  "127.0.0.0/8",
  "169.254.0.0/16",
  "172.16.0.0/12",
  "192.0.0.0/24",
  "192.0.2.0/24",
  "192.88.99.0/24",
  "192.168.0.0/16",
  "198.18.0.0/15",
  "198.51.100.0/24",
  "203.0.113.0/24",
  "224.0.0.0/4",
  "240.0.0.0/4",
  "::/96",
  "64:ff9b::/96",
  "64:ff9b:1::/48",
  "100::/64",
  "2001::/23",
  "2001:db8::/32",
  "2002::/16",
  "3fff::/20",
  "5f00::/16",
  "fc00::/7",
  "fe80::/10",
  "fec0::/10",
  "ff00::/8",
]);

/**
 * Whether an IP address is one of the public internet. An IPv4 address inside an IPv6 one (`::ffff:10.0.0.1`) is judged
 * as IPv4. False for what is no address.
 */
export function isPublicAddress(address: string): boolean {
  return isIP(address) !== 0 && !special.has(address);
}
