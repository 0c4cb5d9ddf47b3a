import pg from "pg";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import type { IngestedFile } from "../../../src/catalog/catalog.ts";
import { exampleCapture, exampleFile, exampleId } from "../../../src/catalog/contract/example-file.ts";
import { openPostgresToWrite } from "../../../src/catalog/postgres/postgres-catalog.ts";
import type { Article } from "../../../src/model/article.ts";
import { firstOf } from "../../../src/publish/select.ts";
import { signatureOf } from "../../../src/stories/signature.ts";
import { isWithoutPostgres, PostgresServer } from "./postgres-server.ts";

const FIRST_MS = Date.UTC(2024, 4, 17);

/** Files of an hour, each with an article of its own; their numbers begin at `first`. */
function files(first: number, count: number): readonly IngestedFile[] {
  return Array.from({ length: count }, (_, index) => {
    const id = exampleId(first + index);
    const capturedAt = new Date(FIRST_MS + 60_000 * Math.floor((60 * index) / count));
    const capture = exampleCapture({ id, title: `Report ${index}`, capturedAt });
    return { ...exampleFile(`${first + index}.txt`, capture), articleSignature: signatureOf(capture) };
  });
}

describe.skipIf(isWithoutPostgres)("statements of PostgreSQL", () => {
  let server: PostgresServer;
  beforeAll(async () => {
    server = await PostgresServer.start(["fsync = off"]);
  });
  afterAll(() => server.remove());

  test("a batch of new files takes as few, however many files it has", async () => {
    const location = { address: server.address(), schema: "statements", passwordFile: server.passwordFile };
    const { catalog } = await openPostgresToWrite(location, {});
    // The dictionary of texts is made after the first one, and read in the second.
    for (const first of [0, 100]) await catalog.files.apply({ ingested: files(first, 100), removed: [] });
    const query = vi.spyOn(pg.Client.prototype, "query");
    const counts: number[] = [];
    for (const [first, count] of [
      [200, 64],
      [300, 256],
    ] as const) {
      query.mockClear();
      await catalog.files.apply({ ingested: files(first, count), removed: [] });
      counts.push(query.mock.calls.length);
    }
    query.mockRestore();
    await catalog.close();
    expect(counts).toEqual([18, 18]);
  });

  test("the newest fifty take one for their order, and three for what they say", async () => {
    const location = { address: server.address(), schema: "newest", passwordFile: server.passwordFile };
    const { catalog } = await openPostgresToWrite(location, {});
    await catalog.files.apply({ ingested: files(0, 100), removed: [] });
    const newest = (): Promise<readonly Article[]> => firstOf(catalog.articles.newest(), 50);
    // The dictionary of texts is read first.
    await newest();
    const query = vi.spyOn(pg.Client.prototype, "query");
    expect((await newest()).length).toBe(50);
    const count = query.mock.calls.length;
    query.mockRestore();
    await catalog.close();
    expect(count).toBe(4);
  });

  test("articles are found by indexes, also where that was planned while there were a few", async () => {
    const location = { address: server.address(), schema: "planned", passwordFile: server.passwordFile };
    const { catalog } = await openPostgresToWrite(location, {});
    await catalog.files.apply({ ingested: files(0, 10), removed: [] });
    const query = vi.spyOn(pg.Client.prototype, "query");
    // The first five times it is planned for its values.
    for (let asked = 0; asked < 6; asked++) await firstOf(catalog.articles.newest(), 10);
    const [connection] = query.mock.contexts;
    query.mockRestore();
    if (!(connection instanceof pg.Client)) throw new Error("nothing was asked");
    const { rows } = await connection.query<Record<string, string>>("EXPLAIN EXECUTE articles_by_id (ARRAY['an id'])");
    const plan = rows.map((row) => row["QUERY PLAN"]).join("\n");
    await catalog.close();
    expect(plan.match(/Index Scan/g)).toHaveLength(3);
    expect(plan).not.toContain("Seq Scan");
  });
});
