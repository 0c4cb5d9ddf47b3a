import { afterEach } from "vitest";
import type { Catalog } from "../catalog.ts";
import type { CatalogAccess } from "../open-catalog.ts";
import { describeArticles } from "./articles.contract.ts";
import { describeDocuments } from "./documents.contract.ts";
import { describeHistory } from "./history.contract.ts";
import { describeLedger } from "./ledger.contract.ts";
import { describeRebuilding } from "./rebuild.contract.ts";
import { describeSelections } from "./selections.contract.ts";
import { describeStories } from "./stories.contract.ts";
import { describeTakedowns } from "./takedown.contract.ts";

/**
 * All that an engine promises.
 *
 * @param begin Names a place of its own each time, where no catalog is yet.
 */
export function describeEngine(name: string, begin: () => CatalogAccess): void {
  const opened: Catalog[] = [];
  afterEach(async () => {
    for (const catalog of opened.splice(0)) await catalog.close();
  });

  async function openEmpty(): Promise<Catalog> {
    const { catalog } = await begin().write();
    opened.push(catalog);
    return catalog;
  }

  for (const describePromises of [
    describeArticles,
    describeHistory,
    describeSelections,
    describeDocuments,
    describeStories,
  ]) {
    describePromises(name, openEmpty);
  }
  for (const describePromises of [describeTakedowns, describeLedger, describeRebuilding]) describePromises(name, begin);
}
