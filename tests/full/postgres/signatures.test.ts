import pg from "pg";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import type { Catalog, IngestedFile } from "../../../src/catalog/catalog.ts";
import { exampleCapture, exampleFile, exampleId } from "../../../src/catalog/contract/example-file.ts";
import { openPostgresToWrite } from "../../../src/catalog/postgres/postgres-catalog.ts";
import type { Signature } from "../../../src/stories/signature.ts";
import { isWithoutPostgres, PostgresServer } from "./postgres-server.ts";

/** What an article is about: terms from this one on. */
const about = (term: number): Signature => Uint32Array.from({ length: 100 }, (_, index) => (term + index) * 256 + 100);

/** Has an article come in the minute of its number. Returns how often signatures were read. */
async function add(catalog: Catalog, number: number, articleSignature: Signature): Promise<number> {
  const publishedAt = new Date(Date.UTC(2024, 4, 17, 0, number));
  const capture = exampleCapture({ id: exampleId(number), outletId: `outlet-${number}`, publishedAt });
  const file: IngestedFile = { ...exampleFile(`${number}.txt`, capture), articleSignature };
  const query = vi.spyOn(pg.Client.prototype, "query");
  await catalog.files.apply({ ingested: [file], removed: [] });
  const statements = query.mock.calls.map(([statement]) => JSON.stringify(statement));
  query.mockRestore();
  return statements.filter((statement) => statement.includes('"text":"SELECT signature')).length;
}

describe.skipIf(isWithoutPostgres)("signatures that a leader knows", () => {
  let server: PostgresServer;
  beforeAll(async () => {
    server = await PostgresServer.start(["fsync = off"]);
  });
  afterAll(() => server.remove());

  const open = (schema: string): ReturnType<typeof openPostgresToWrite> =>
    openPostgresToWrite({ address: server.address(), schema, passwordFile: server.passwordFile }, {});

  const parentOf = (schema: string, number: number): string =>
    server.runSql(`SELECT parent_id FROM ${schema}.report WHERE article_id = '${exampleId(number)}'`);

  test("are not read again, unless they became others without its doing", async () => {
    const { catalog } = await open("known");
    expect(await add(catalog, 1, about(1000))).toBe(0);
    expect(await add(catalog, 2, about(2000))).toBe(0);
    expect(parentOf("known", 2)).toBe("");
    const bytes = Buffer.from(about(3000).buffer).toString("hex");
    server.runSql(`UPDATE known.report SET signature = '\\x${bytes}' WHERE article_id = '${exampleId(1)}'`);
    expect(await add(catalog, 3, about(3001))).toBe(1);
    expect(parentOf("known", 3)).toBe(exampleId(1));
    await catalog.close();
  });

  test("are read once of a catalog that another one wrote, also before there were hashes", async () => {
    const { catalog } = await open("older");
    await add(catalog, 1, about(1000));
    await add(catalog, 2, about(2000));
    await catalog.close();
    server.runSql(
      `ALTER TABLE older.report DROP COLUMN signature_hash; ALTER TABLE older.takedown DROP COLUMN story_id;
       UPDATE older.feedmill SET version = 3`,
    );
    const { catalog: later, origin } = await open("older");
    expect(origin).toEqual({ kind: "migrated", fromVersion: 3 });
    expect([await add(later, 3, about(2000)), await add(later, 4, about(1000))]).toEqual([1, 0]);
    expect([parentOf("older", 3), parentOf("older", 4)]).toEqual([exampleId(2), exampleId(1)]);
    await later.close();
  });
});
