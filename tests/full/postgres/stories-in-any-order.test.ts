import { afterAll, beforeAll, describe } from "vitest";
import { openCatalog } from "../../../src/catalog/open-catalog.ts";
import { temporaryDirectory } from "../../../src/lib/fs/temporary-directory.fixture.ts";
import { testStoriesInAnyOrder } from "../../../src/publish/stories-in-any-order.contract.ts";
import { isWithoutPostgres, PostgresServer } from "./postgres-server.ts";

describe.skipIf(isWithoutPostgres)("PostgreSQL has the stories of SQLite", () => {
  let server: PostgresServer;
  beforeAll(async () => {
    server = await PostgresServer.start(["fsync = off"]);
  });
  afterAll(() => server.remove());

  let schemas = 0;
  const engines = {
    tested: () =>
      openCatalog({
        data: temporaryDirectory(),
        catalog: server.address(),
        catalogSchema: `test_${++schemas}`,
        catalogPasswordFile: server.passwordFile,
      }),
    expected: () => openCatalog({ data: temporaryDirectory() }),
  };

  testStoriesInAnyOrder("PostgreSQL", engines, 10);
});
