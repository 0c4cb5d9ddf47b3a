import { getEventListeners } from "node:events";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { publicationOf } from "../../../src/catalog/contract/documents.contract.ts";
import type { Catalog } from "../../../src/catalog/catalog.ts";
import type { CatalogLocation } from "../../../src/catalog/open-catalog.ts";
import type { Node, Sharing } from "../../../src/catalog/sharing.ts";
import { locationIn, openedCatalogs } from "./opened-catalogs.ts";
import { isWithoutPostgres, PostgresServer } from "./postgres-server.ts";

const node: Node = { name: "a", version: "1", settings: "s", mayLead: true };
const other: Node = { ...node, name: "b" };

/** True where the next look is put off; a wait that is over at once would be over in this turn. */
async function waits(sharing: Sharing): Promise<boolean> {
  const ending = new AbortController();
  const waiting = sharing.wait(ending.signal).then(() => false);
  const isWaiting = await Promise.race([waiting, new Promise<true>((resolve) => setImmediate(resolve, true))]);
  ending.abort();
  await waiting;
  return isWaiting;
}

describe.skipIf(isWithoutPostgres)("a node that looks at a catalog of several", () => {
  let server: PostgresServer;
  let schemas = 0;
  beforeAll(async () => {
    server = await PostgresServer.start(["fsync = off"]);
  });
  afterAll(() => server.remove());

  const { lead: leadAs, follow } = openedCatalogs();
  const newLocation = (): CatalogLocation => locationIn(server, `looks_${++schemas}`);
  const lead = (location: CatalogLocation): Promise<Catalog> => leadAs(location, node);

  test("waits before it looks again: where there is no catalog yet, one of an older version, and one as it should be", async () => {
    const location = newLocation();
    const sharing = await follow(location);
    await sharing.look(other);
    expect(await waits(sharing)).toBe(true);

    await (await lead(location)).close();
    server.runSql(`UPDATE ${location.catalogSchema}.feedmill SET version = version - 1`);
    await sharing.look(other);
    await sharing.look(other);
    expect(await waits(sharing)).toBe(true);

    server.runSql(`UPDATE ${location.catalogSchema}.feedmill SET version = version + 1`);
    await sharing.look(other);
    expect(await waits(sharing)).toBe(true);
  });

  test("leaves nothing with the signal that could have ended its wait", async () => {
    const location = newLocation();
    await lead(location);
    const sharing = await follow(location);
    await sharing.look(other);
    const { signal } = new AbortController();
    const waiting = sharing.wait(signal);
    expect(getEventListeners(signal, "abort")).toHaveLength(1);
    server.runSql(`NOTIFY feedmill_${location.catalogSchema}`);
    await waiting;
    expect(getEventListeners(signal, "abort")).toHaveLength(0);
  });

  test("is told of a publication by the next look where one fails that found it", async () => {
    const location = newLocation();
    const catalog = await lead(location);
    const sharing = await follow(location);
    await catalog.documents.publish(publicationOf({ isNews: true }));
    const rename = (from: string, to: string): string =>
      server.runSql(`ALTER TABLE ${location.catalogSchema}.${from} RENAME TO ${to}`);
    rename("offer", "gone");
    await expect(sharing.look(other)).rejects.toThrow("offer");
    rename("gone", "offer");
    expect(await sharing.look(other)).toMatchObject({ published: { isAnew: true } });
  });

  test("does not lead with settings that the leader gave up, while that one is there", async () => {
    const location = newLocation();
    const catalog = await lead(location);
    const sharing = await follow(location);
    await catalog.lead?.announce({ ...node, settings: "new" });
    server.runSql("SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory'");
    expect(await sharing.look(other)).toMatchObject({ canLead: false, leader: { settings: "new" } });
    expect(await sharing.look({ ...other, settings: "new" })).toMatchObject({ canLead: true });
    await catalog.close();
    expect(await sharing.look({ ...other, mayLead: false })).toMatchObject({ canLead: false });
    server.runSql(`UPDATE ${location.catalogSchema}.node SET seen_at = seen_at - interval '1 minute' WHERE name = 'a'`);
    expect(await sharing.look(other)).toMatchObject({ canLead: true });
  });
});
