import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { temporaryDirectory } from "../lib/fs/temporary-directory.fixture.ts";
import { addSources } from "./edit-sources.ts";

test("an address that is added twice, as from two folders of an OPML file, is listed once", async () => {
  const directory = temporaryDirectory();
  const path = join(directory, "sources.yaml");
  const twice = { url: "https://gazette.example/feed", into: "gazette.example" };
  const other = { url: "https://herald.example/feed", into: "herald.example" };
  expect(await addSources(path, [twice, other, twice])).toEqual([twice, other]);
  expect(await addSources(path, [other])).toEqual([]);
  expect(parse(readFileSync(path, "utf8"))).toEqual({ sources: [twice, other] });
});
