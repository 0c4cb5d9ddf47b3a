import { expect, test } from "vitest";
import { losesTooMuch, type Losses } from "./loss-guard.ts";

const now = new Date("2024-05-02T12:00:00Z");
const yesterday = new Date("2024-05-01T12:00:00Z");
const anHourAgo = new Date("2024-05-02T11:00:00Z");

function losses(some: Partial<Losses>): Losses {
  return { lost: 0, total: 100, roots: "present", accepted: false, now, ...some };
}

test.each<[string, Partial<Losses>]>([
  ["nothing was lost", {}],
  ["fewer than twenty files are gone, however few there were", { lost: 19, total: 20 }],
  ["less than a tenth is gone, however many files that is", { lost: 999, total: 10_000 }],
  ["the operator accepted it", { lost: 90, accepted: true }],
  ["the operator accepted it with the root gone", { lost: 90, accepted: true, roots: "missing" }],
  ["it was held for a day", { lost: 90, held: { count: 90, since: yesterday } }],
  ["the root has been empty for a day", { lost: 5, roots: "empty", held: { count: 5, since: yesterday } }],
])("losses apply when %s", (_, some) => {
  expect(losesTooMuch(losses(some))).toBeUndefined();
});

test.each<[string, Partial<Losses>, Date]>([
  ["twenty files and a tenth are gone", { lost: 20, total: 200 }, now],
  ["they were held already", { lost: 25, held: { count: 20, since: anHourAgo } }, anHourAgo],
  ["the root is empty, however few files it had", { lost: 3, total: 3, roots: "empty" }, now],
  ["the root is missing", { lost: 3, total: 3, roots: "missing" }, now],
  ["the root has been missing for a day", { lost: 3, roots: "missing", held: { count: 3, since: yesterday } }, now],
])("losses are held when %s", (_, some, since) => {
  expect(losesTooMuch(losses(some))).toEqual({ count: some.lost, since });
});
