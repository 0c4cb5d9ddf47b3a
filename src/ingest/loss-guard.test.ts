import { expect, test } from "vitest";
import { judgeLosses, type Losses } from "./loss-guard.ts";

const now = new Date("2024-05-02T12:00:00Z");
const yesterday = new Date("2024-05-01T12:00:00Z");
const anHourAgo = new Date("2024-05-02T11:00:00Z");

type Some = Partial<Omit<Losses, "lost">> & { readonly lost?: Partial<Losses["lost"]> };

function judge({ lost, ...some }: Some): { states: readonly string[]; since: Date } {
  const none = { present: 0, empty: 0, missing: 0 };
  const { states, since } = judgeLosses({
    recent: 0,
    total: 100,
    accepted: false,
    now,
    ...some,
    lost: { ...none, ...lost },
  });
  return { states: [...states], since };
}

test.each<[string, Some]>([
  ["nothing was lost", {}],
  ["fewer than twenty files are gone, however few there were", { lost: { present: 19 }, total: 20 }],
  ["less than a tenth is gone, however many files that is", { lost: { present: 999 }, total: 10_000 }],
  ["the operator accepted it", { lost: { present: 90 }, accepted: true }],
  ["the operator accepted it with the root gone", { lost: { missing: 90 }, accepted: true }],
  ["it was held for a day", { lost: { present: 90 }, held: { count: 90, since: yesterday } }],
  ["the root has been empty for a day", { lost: { empty: 5 }, held: { count: 5, since: yesterday } }],
])("losses apply when %s", (_, some) => {
  expect(judge(some).states).toEqual([]);
});

test.each<[string, Some, string, Date]>([
  ["twenty files and a tenth are gone", { lost: { present: 20 }, total: 200 }, "present", now],
  ["a few are gone after many others", { lost: { present: 1 }, recent: 19 }, "present", now],
  ["they were held already", { lost: { present: 25 }, held: { count: 20, since: anHourAgo } }, "present", anHourAgo],
  ["the root is empty, however few files it had", { lost: { empty: 3 }, total: 3 }, "empty", now],
  ["the root is missing", { lost: { missing: 3 }, total: 3 }, "missing", now],
  [
    "the root has been missing for a day",
    { lost: { missing: 3 }, held: { count: 3, since: yesterday } },
    "missing",
    now,
  ],
])("losses are held when %s", (_, some, state, since) => {
  expect(judge(some)).toEqual({ states: [state], since });
});

test("a missing root holds back what it lost itself and nothing else", () => {
  expect(judge({ lost: { missing: 50, present: 2 } }).states).toEqual(["missing"]);
});
