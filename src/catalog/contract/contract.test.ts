import { afterEach } from "vitest";
import type { Catalog } from "../catalog.ts";
import { temporaryDirectory } from "../../lib/fs/temporary-directory.fixture.ts";
import { openCatalog } from "../open-catalog.ts";
import { describeEngine } from "./engine.contract.ts";

const opened: Catalog[] = [];
afterEach(async () => {
  for (const catalog of opened.splice(0)) await catalog.close();
});

describeEngine("SQLite", async () => {
  const { catalog } = await openCatalog({ data: temporaryDirectory() }).write();
  opened.push(catalog);
  return catalog;
});
