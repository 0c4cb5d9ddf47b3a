import { expect, test } from "vitest";
import { temporaryDirectory } from "../src/lib/fs/temporary-directory.fixture.ts";
import { expectedDirectory, logName } from "./fetch/expected.ts";
import { fetchForHours } from "./fetch/fetch-for-hours.ts";
import { textsBelow } from "./files-below.ts";

test("of hosts that misbehave in every way, and of feeds of real shapes, exactly this is asked and written: else npm run fetched", async () => {
  const { log, files } = await fetchForHours(temporaryDirectory());
  const written = { ...files, [logName]: log };
  const expected = textsBelow(expectedDirectory);
  expect(Object.keys(written).toSorted()).toEqual(Object.keys(expected));
  expect(log).toBe(expected[logName]);
  expect(written).toEqual(expected);
});
