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

function has(name: string, addresses: readonly string[]): readonly boolean[] {
  return addresses.map((address) => createAddressSet([name]).has(address));
}

test("ranges have names", () => {
  expect(has("private", ["10.1.2.3", "172.17.0.1", "172.31.0.1", "192.168.1.1", "fd00::1"])).not.toContain(false);
  expect(has("private", ["127.0.0.1", "172.32.0.1", "100.64.0.1", "169.254.1.1", "fe80::1", "8.8.8.8"])).not.toContain(
    true,
  );
  expect(has("loopback", ["127.0.0.1", "::1"])).not.toContain(false);
});

test.each(["10.0.0.0/33", "::/129", "10.0.0", "localhost", "10.0.0.0/", "", "fe80::1%eth0", "10.0.0.0/8/8"])(
  "%j is no range",
  (text) => {
    expect(isAddressRange(text)).toBe(false);
    expect(() => createAddressSet([text])).toThrow("no range");
  },
);
