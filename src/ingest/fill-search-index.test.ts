import { expect, test } from "vitest";
import { createLogger } from "../observe/logger.ts";
import { fillSearchIndex } from "./fill-search-index.ts";
import { createWorkQueue } from "./work-queue.ts";

const logger = createLogger({ level: "error", format: "json" });

function filled(missing: number): { readonly done: readonly string[]; readonly settled: Promise<void> } {
  let left = missing;
  const done: string[] = [];
  const work = createWorkQueue((_what, error) => void done.push(String(error)));
  const catalog = {
    isSearchable: () => left === 0,
    indexMissing: (max: number) => {
      done.push("indexed");
      return (left = Math.max(0, left - max));
    },
  };
  const settled = Promise.withResolvers<void>();
  const onIndexed = (): void => {
    done.push("complete");
    settled.resolve();
  };
  fillSearchIndex({ catalog, logger, work, onIndexed });
  work.add("a file", () => {
    done.push("a file");
    if (left === 0) settled.resolve();
  });
  return { done, settled: settled.promise };
}

test("an index is filled a part at a time, with other work in between", async () => {
  const { done, settled } = filled(500);
  await settled;
  expect(done).toEqual(["indexed", "a file", "indexed", "indexed", "complete"]);
});

test("an index that holds every article is left alone", async () => {
  const { done, settled } = filled(0);
  await settled;
  expect(done).toEqual(["a file"]);
});
