import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { temporaryDirectory } from "../lib/fs/temporary-directory.fixture.ts";
import { createLogger } from "../observe/logger.ts";
import { ArchiveFollower } from "./archive-follower.ts";

async function damaged(): Promise<never> {
  throw new Error("database disk image is malformed");
}

test("where the catalog cannot be asked about a file that is gone, a scan is", async () => {
  const archive = temporaryDirectory();
  const doubt = Promise.withResolvers<string>();
  const following = new ArchiveFollower({
    roots: [archive],
    ignore: () => [],
    ingester: { knowsOneOf: damaged, compare: damaged },
    logger: createLogger({ level: "error", format: "json", write: () => undefined }),
    onSettled: () => undefined,
    onDoubt: () => doubt.resolve("a scan"),
  });
  onTestFinished(() => following.close());
  following.hint(join(archive, "gone.txt"));
  expect(await doubt.promise).toBe("a scan");
});
