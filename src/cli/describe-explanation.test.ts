import { readdirSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import stringWidth from "string-width";
import { expect, test } from "vitest";
import { loadOutlets } from "../config/load-outlets.ts";
import { findOneArticleFile } from "./article-files.ts";
import { describeExplanation } from "./describe-explanation.ts";
import { explainFile } from "./explain-file.ts";

const root = resolve(import.meta.dirname, "../..");
const seeds = join(root, "seeds");
const outlets = loadOutlets({ outlets: join(root, "config/outlets"), images: "as-captured" });

test.each([60, 100])("what is said of a file fits %i columns, its body and long addresses included", (columns) => {
  if (!outlets.ok) throw new Error(JSON.stringify(outlets.mistakes));
  const now = statSync(seeds).mtime;
  const lines = readdirSync(seeds).flatMap((name) => {
    const { path, signature } = findOneArticleFile(join(seeds, name));
    return describeExplanation(explainFile(path, signature, outlets.value, now), {}, root, columns).split("\n");
  });
  expect(lines).toContain("Body");
  expect(lines.filter((line) => stringWidth(line) > columns)).toEqual([]);
});
