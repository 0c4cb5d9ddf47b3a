import { expect, test } from "vitest";
import type { Outlet } from "../model/outlet.ts";
import { outletDefaults } from "./generic-outlet.ts";
import { outletFingerprint } from "./outlet-fingerprint.ts";

const outlet: Outlet = { ...outletDefaults, id: "a", name: "A", hosts: ["a.example"] };

test("the order of keys does not count, at any depth", () => {
  const { id, select, ...rest } = outlet;
  const { time, ...otherSelectors } = select;
  const turned: Outlet = { ...rest, select: { ...otherSelectors, time }, id };
  expect(JSON.stringify(turned)).not.toBe(JSON.stringify(outlet));
  expect(outletFingerprint(turned, "1")).toBe(outletFingerprint(outlet, "1"));
});

test("every change counts, the order of selectors and what is passed beside the outlet included", () => {
  const changed: readonly [Outlet, string][] = [
    [outlet, "1"],
    [outlet, "2"],
    [{ ...outlet, rights: "x" }, "1"],
    [{ ...outlet, select: { ...outlet.select, time: outlet.select.time.toReversed() } }, "1"],
    [{ ...outlet, remove: [{ css: "p" }] }, "1"],
    [{ ...outlet, remove: [{ text: "p" }] }, "1"],
  ];
  const fingerprints = changed.map(([one, extra]) => outletFingerprint(one, extra));
  expect(new Set(fingerprints).size).toBe(changed.length);
  expect(fingerprints[0]).toMatch(/^[0-9a-f]{16}-1$/);
});

test("names an outlet had before make no difference to its articles", () => {
  expect(outletFingerprint({ ...outlet, formerly: ["b"] }, "1")).toBe(outletFingerprint(outlet, "1"));
});
