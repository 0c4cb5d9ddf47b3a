import { afterAll, afterEach, beforeAll, describe } from "vitest";
import type { Catalog } from "../../../src/catalog/catalog.ts";
import { describeEngine } from "../../../src/catalog/contract/engine.contract.ts";
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

  describeEngine("PostgreSQL", openEmpty);
});
