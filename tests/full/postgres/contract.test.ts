import { afterAll, beforeAll, describe } from "vitest";
import { describeEngine } from "../../../src/catalog/contract/engine.contract.ts";
import { openCatalog } from "../../../src/catalog/open-catalog.ts";
import { temporaryDirectory } from "../../../src/lib/fs/temporary-directory.fixture.ts";
import { isWithoutPostgres, PostgresServer } from "./postgres-server.ts";

describe.skipIf(isWithoutPostgres)("PostgreSQL keeps the contract", () => {
  let server: PostgresServer;
  beforeAll(async () => {
    server = await PostgresServer.start(["fsync = off"]);
  });
  afterAll(() => server.remove());

  let schemas = 0;
  describeEngine("PostgreSQL", () => {
    const [catalog, catalogPasswordFile] = [server.address(), server.passwordFile];
    return openCatalog({
      data: temporaryDirectory(),
      catalog,
      catalogSchema: `test_${++schemas}`,
      catalogPasswordFile,
    });
  });
});
