import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Capture } from "../../src/model/article.ts";
import { outcomeOf, projectOutlets } from "../corpus-cases.ts";

/** The articles of the files below some directories, each once. Real articles are read where they lie. */
export function archiveArticles(directories: readonly string[]): readonly Capture[] {
  const outlets = projectOutlets();
  const articles = new Map<string, Capture>();
  for (const directory of directories) {
    for (const entry of readdirSync(directory, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile()) continue;
      const path = join(entry.parentPath, entry.name);
      const outcome = outcomeOf(readFileSync(path), outlets, path);
      if (outcome.ok && !articles.has(outcome.value.id)) articles.set(outcome.value.id, outcome.value);
    }
  }
  return [...articles.values()];
}
