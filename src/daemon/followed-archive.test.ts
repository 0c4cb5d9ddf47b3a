import { expect, onTestFinished, test } from "vitest";
import { openCatalog } from "../catalog/open-catalog.ts";
import { temporaryDirectory } from "../lib/fs/temporary-directory.fixture.ts";
import { createOutlets } from "../outlets/outlets.ts";
import { FollowedArchive } from "./followed-archive.ts";

test("an archive that changes each second is reported every five seconds, through one reader", async () => {
  const data = temporaryDirectory();
  const { catalog } = await openCatalog({ data }).write();
  onTestFinished(() => catalog.close());
  const outlets = createOutlets([]);
  if (!outlets.ok) throw new Error("no outlets do not go together");
  let [opened, seconds] = [0, 0];
  const followed = new FollowedArchive({
    open: () => {
      opened++;
      return openCatalog({ data }).read();
    },
    settings: () => ({ outlets: outlets.value, corrections: { join: [], forbid: [] } }),
    monotonicMs: () => 1000 * seconds,
  });
  onTestFinished(() => followed.close());
  const reported: number[] = [];
  for (seconds = 0; seconds < 13; seconds++) {
    // Nothing is published in the last five seconds; what was before that is not forgotten.
    if (seconds < 8) followed.changed();
    if ((await followed.report()) !== undefined) reported.push(seconds);
  }
  expect({ reported, opened }).toEqual({ reported: [0, 5, 10], opened: 1 });
});
