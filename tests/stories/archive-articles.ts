import { readFileSync } from "node:fs";
import type { Capture } from "../../src/model/article.ts";
import { outcomeOf, projectOutlets } from "../corpus-cases.ts";
import { filesBelow } from "../files-below.ts";

/** The articles of the files below some directories, each once. Real articles are read where they lie. */
export function archiveArticles(directories: readonly string[]): readonly Capture[] {
  const outlets = projectOutlets();
  const articles = new Map<string, Capture>();
  for (const path of directories.flatMap(filesBelow)) {
    const outcome = outcomeOf(readFileSync(path), outlets, path);
    if (outcome.ok && !articles.has(outcome.value.id)) articles.set(outcome.value.id, outcome.value);
  }
  return [...articles.values()];
}
