import { afterEach } from "vitest";
import { temporaryDirectory } from "../../lib/fs/temporary-directory.fixture.ts";
import type { Catalog } from "../catalog.ts";
import { openCatalog } from "../open-catalog.ts";
import { describeArticles } from "./articles.contract.ts";
import { describeDocuments } from "./documents.contract.ts";
import { describeFeedVersions } from "./feed-versions.contract.ts";
import { describeHistory } from "./history.contract.ts";
import { describeSelections } from "./selections.contract.ts";

/** Engines, each with a way to open an empty catalog in a directory of its own. */
const engines: readonly (readonly [name: string, openEmpty: (directory: string) => Catalog])[] = [
  ["SQLite", (directory) => openCatalog({ data: directory }).write().catalog],
];
const promises = [describeArticles, describeHistory, describeSelections, describeDocuments, describeFeedVersions];

const opened: Catalog[] = [];
afterEach(() => {
  for (const catalog of opened.splice(0)) catalog.close();
});

for (const [name, openEmpty] of engines) {
  for (const describePromises of promises) {
    describePromises(name, () => {
      const catalog = openEmpty(temporaryDirectory());
      opened.push(catalog);
      return catalog;
    });
  }
}
