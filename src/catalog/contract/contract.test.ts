import { afterEach } from "vitest";
import type { Catalog } from "../catalog.ts";
import { temporaryDirectory } from "../../lib/fs/temporary-directory.fixture.ts";
import { openCatalog } from "../open-catalog.ts";
import { describeArticles } from "./articles.contract.ts";
import { describeDocuments } from "./documents.contract.ts";
import { describeHistory } from "./history.contract.ts";
import { describeSelections } from "./selections.contract.ts";
import { describeStories } from "./stories.contract.ts";

/** Engines, each with a way to open an empty catalog in a directory of its own. */
const engines: readonly (readonly [name: string, openEmpty: (directory: string) => Promise<Catalog>])[] = [
  ["SQLite", async (directory) => (await openCatalog({ data: directory }).write()).catalog],
];

const opened: Catalog[] = [];
afterEach(async () => {
  for (const catalog of opened.splice(0)) await catalog.close();
});

for (const [name, openEmpty] of engines) {
  for (const describePromises of [
    describeArticles,
    describeHistory,
    describeSelections,
    describeDocuments,
    describeStories,
  ]) {
    describePromises(name, async () => {
      const catalog = await openEmpty(temporaryDirectory());
      opened.push(catalog);
      return catalog;
    });
  }
}
