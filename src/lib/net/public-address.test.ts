import { expect, test } from "vitest";
import { isPublicAddress } from "./public-address.ts";

test("addresses of the internet are public, and of this machine, its network and special uses are not", () => {
  const addresses: Readonly<Record<string, boolean>> = {
    "93.184.216.34": true,
    "172.32.0.1": true,
    "2606:4700::1111": true,
    "::ffff:93.184.216.34": true,
    "0.0.0.0": false,
    "10.1.2.3": false,
    "100.64.0.1": false,
    "127.0.0.1": false,
    "169.254.169.254": false,
    "172.31.255.255": false,
    "192.168.1.1": false,
    "224.0.0.1": false,
    "255.255.255.255": false,
    "::": false,
    "::1": false,
    "::7f00:1": false,
    "::ffff:10.0.0.1": false,
    "::ffff:7f00:1": false,
    "64:ff9b::a00:1": false,
    "2002:a00:1::": false,
    "fd00::1": false,
    "fe80::1": false,
    "fe80::1%eth0": false,
    "ff02::1": false,
    localhost: false,
    "": false,
  };
  const found = Object.fromEntries(Object.keys(addresses).map((address) => [address, isPublicAddress(address)]));
  expect(found).toEqual(addresses);
});
