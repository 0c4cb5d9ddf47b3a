import { afterAll, afterEach, beforeAll, describe } from "vitest";
import type { Catalog } from "../../../src/catalog/catalog.ts";
import { describeArticles } from "../../../src/catalog/contract/articles.contract.ts";
import { describeDocuments } from "../../../src/catalog/contract/documents.contract.ts";
import { describeHistory } from "../../../src/catalog/contract/history.contract.ts";
import { describeSelections } from "../../../src/catalog/contract/selections.contract.ts";
import { describeStories } from "../../../src/catalog/contract/stories.contract.ts";
import { openPostgresToWrite } from "../../../src/catalog/postgres/postgres-catalog.ts";
import { isWithoutPostgres, PostgresServer } from "./postgres-server.ts";

describe.skipIf(isWithoutPostgres)("PostgreSQL keeps the contract", () => {
  let server: PostgresServer;
  beforeAll(async () => {
    server = await PostgresServer.start(["fsync = off"]);
  });
  afterAll(() => server.remove());

  let schemas = 0;
  const opened: Catalog[] = [];
  afterEach(async () => {
    for (const catalog of opened.splice(0)) await catalog.close();
  });

  async function openEmpty(): Promise<Catalog> {
    const location = { address: server.address(), schema: `test_${++schemas}`, passwordFile: server.passwordFile };
    const { catalog } = await openPostgresToWrite(location, {});
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
    describePromises("PostgreSQL", openEmpty);
  }
});
