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
    articles: { extent: async () => ({ isSearchable: left === 0 }) },
    state: {
      maintain: async () => {
        if (left === missing) work.add("a file", () => void done.push("a file"));
        done.push("indexed");
        return (left -= 1);
      },
    },
  };
  const wereMissing = await fillSearchIndex(catalog, work, logger);
  await work.stop();
  return [...done, wereMissing];
}

test("an index is filled a part at a time, with other work in between", async () => {
  expect(await fill(3)).toEqual(["indexed", "a file", "indexed", "indexed", true]);
});

test("an index that holds every article is left alone", async () => {
  expect(await fill(0)).toEqual([false]);
});
