import { expect, test } from "vitest";
import { createLogger } from "../observe/logger.ts";
import { maintainCatalog } from "./maintain-catalog.ts";
import { WorkQueue } from "./work-queue.ts";

const logger = createLogger({ level: "error", format: "json" });

async function maintain(missing: number): Promise<readonly unknown[]> {
  let left = missing;
  const done: unknown[] = [];
  const work = new WorkQueue((_what, error) => void done.push(String(error)));
  const catalog = {
    articles: { extent: async () => ({ isSearchable: left === 0 }) },
    state: {
      maintain: async () => {
        if (left === missing) work.add("a file", () => void done.push("a file"));
        done.push("maintained");
        left = Math.max(left - 1, 0);
        return { left, outletIds: new Set([`outlet ${left}`]) };
      },
    },
  };
  const { wasUnsearchable, outletIds } = await maintainCatalog(catalog, { join: [], forbid: [] }, work, logger);
  await work.stop();
  return [...done, wasUnsearchable, [...outletIds].join()];
}

test("a catalog is brought up to date a part at a time, with other work in between", async () => {
  expect(await maintain(2)).toEqual(["maintained", "a file", "maintained", true, "outlet 1,outlet 0"]);
});

test("a catalog that is up to date is told what the operator says of stories", async () => {
  expect(await maintain(0)).toEqual(["maintained", "a file", false, "outlet 0"]);
});
