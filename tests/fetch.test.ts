import { expect, test } from "vitest";
import { temporaryDirectory } from "../src/lib/fs/temporary-directory.fixture.ts";
import { expectedFiles, logName } from "./fetch/expected.ts";
import { fetchForHours } from "./fetch/fetch-for-hours.ts";

test("of hosts that misbehave in every way, and of feeds of real shapes, exactly this is asked and written: else npm run fetched", async () => {
  const { log, files } = await fetchForHours(temporaryDirectory());
  const written = { ...Object.fromEntries(files), [logName]: log };
  const expected = expectedFiles();
  expect(Object.keys(written).toSorted()).toEqual(Object.keys(expected));
  expect(log).toBe(expected[logName]);
  expect(written).toEqual(expected);
});
