import { expect, test } from "vitest";
import { createLogger } from "../observe/logger.ts";
import { fillSearchIndex } from "./fill-search-index.ts";
import { WorkQueue } from "./work-queue.ts";

const logger = createLogger({ level: "error", format: "json" });

async function fill(missing: number): Promise<readonly unknown[]> {
  let left = missing;
  const done: unknown[] = [];
  const work = new WorkQueue((_what, error) => void done.push(String(error)));
  const catalog = {
    isSearchable: () => left === 0,
    indexMissing: (max: number) => {
      done.push("indexed");
      return (left = Math.max(0, left - max));
    },
  };
  const filled = fillSearchIndex(catalog, work, logger);
  work.add("a file", () => void done.push("a file"));
  const wereMissing = await filled;
  await work.stop();
  return [...done, wereMissing];
}

test("an index is filled a part at a time, with other work in between", async () => {
  expect(await fill(500)).toEqual(["indexed", "a file", "indexed", "indexed", true]);
});

test("an index that holds every article is left alone", async () => {
  expect(await fill(0)).toEqual(["a file", false]);
});
