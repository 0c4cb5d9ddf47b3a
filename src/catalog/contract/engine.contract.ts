import type { Catalog } from "../catalog.ts";
import { describeArticles } from "./articles.contract.ts";
import { describeDocuments } from "./documents.contract.ts";
import { describeHistory } from "./history.contract.ts";
import { describeSelections } from "./selections.contract.ts";
import { describeStories } from "./stories.contract.ts";

/** All that an engine promises. */
export function describeEngine(name: string, openEmpty: () => Promise<Catalog>): void {
  for (const describePromises of [
    describeArticles,
    describeHistory,
    describeSelections,
    describeDocuments,
    describeStories,
  ]) {
    describePromises(name, openEmpty);
  }
}
