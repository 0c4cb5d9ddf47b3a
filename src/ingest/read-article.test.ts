import { statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { seenFile } from "../archive/look-at-file.ts";
import { temporaryDirectory } from "../lib/fs/temporary-directory.fixture.ts";
import { genericOutlet } from "../outlets/generic-outlet.ts";
import type { Outlets } from "../outlets/outlets.ts";
import { readArticle } from "./read-article.ts";

test("a file that makes feedmill itself fail costs its own article", () => {
  const directory = temporaryDirectory();
  const path = join(directory, "a.txt");
  writeFileSync(path, "<!--1600000000000-->\n[Title](https://news.example/a)\n------\n\n<p>Body.</p>");
  const outlets: Outlets = {
    all: [],
    generic: genericOutlet,
    identify: () => {
      throw new RangeError("Maximum call stack size exceeded");
    },
  };
  const look = { path, ...seenFile(statSync(path, { bigint: true })) };
  expect(readArticle(look, outlets, new Date())).toMatchObject({
    state: "ingested",
    file: {
      path,
      sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
      outcome: { ok: false, problem: { code: "INTERNAL_ERROR", message: expect.stringContaining("call stack") } },
    },
  });
});
