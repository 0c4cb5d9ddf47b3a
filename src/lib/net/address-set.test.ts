import { expect, test } from "vitest";
import { createAddressSet, isAddressRange } from "./address-set.ts";

const set = createAddressSet(["loopback", "10.0.0.0/8", "192.0.2.7", "2001:db8::/32"]);

test.each([
  ["127.0.0.1", true],
  ["127.8.9.1", true],
  ["::1", true],
  ["10.255.0.1", true],
  ["11.0.0.1", false],
  ["192.0.2.7", true],
  ["192.0.2.8", false],
  ["2001:db8:1::5", true],
  ["2001:db9::5", false],
  ["", false],
  ["10.0.0.1.evil.example", false],
])("whether %s is in the set: %s", (address, expected) => {
  expect(set.has(address)).toBe(expected);
});

test.each(["10.0.0.0/33", "::/129", "10.0.0", "localhost", "10.0.0.0/", "", "fe80::1%eth0", "10.0.0.0/8/8"])(
  "%j is no range",
  (text) => {
    expect(isAddressRange(text)).toBe(false);
    expect(() => createAddressSet([text])).toThrow("no range");
  },
);
