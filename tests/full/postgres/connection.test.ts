import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { CatalogAwayError, CatalogInUseError } from "../../../src/catalog/catalog.ts";
import { exampleCapture, exampleFile } from "../../../src/catalog/contract/example-file.ts";
import { openCatalog, type CatalogLocation } from "../../../src/catalog/open-catalog.ts";
import { connect } from "../../../src/catalog/postgres/database.ts";
import { freePort } from "../../free-port.ts";
import { isWithoutPostgres, PostgresServer } from "./postgres-server.ts";
import { Way } from "./way.ts";

describe.skipIf(isWithoutPostgres)("a catalog in PostgreSQL", () => {
  let server: PostgresServer;
  let directory: string;
  beforeAll(async () => {
    server = await PostgresServer.start(["fsync = off"]);
    directory = mkdtempSync(join(tmpdir(), "connection-"));
  });
  afterAll(async () => {
    await server.remove();
    rmSync(directory, { recursive: true });
  });

  const at = (catalogSchema: string, said: Partial<CatalogLocation> = {}): CatalogLocation => ({
    data: directory,
    catalog: server.address(),
    catalogSchema,
    catalogPasswordFile: server.passwordFile,
    ...said,
  });
  const endLock = `SELECT count(pg_terminate_backend(pid)) FROM pg_locks WHERE locktype = 'advisory'`;
  const schemas = (): string => server.runSql("SELECT string_agg(nspname, ' ' ORDER BY nspname) FROM pg_namespace");

  test("says in one sentence what keeps it from being opened, and creates nothing", async () => {
    const wrongPassword = join(directory, "wrong");
    writeFileSync(wrongPassword, "s3cret\n");
    server.runSql("CREATE ROLE guest LOGIN PASSWORD 'guest'");
    server.runSql("CREATE SCHEMA theirs; CREATE TABLE theirs.orders ()");
    server.runSql(
      "CREATE SCHEMA later; CREATE TABLE later.feedmill (version int); INSERT INTO later.feedmill VALUES (99)",
    );
    server.runSql("CREATE DATABASE latin ENCODING 'LATIN1' TEMPLATE template0");
    const before = schemas();
    const guestPassword = join(directory, "guest");
    writeFileSync(guestPassword, "guest");
    const guest = server.address().replace("feedmill@", "guest@");
    server.runSql("CREATE ROLE crowd LOGIN PASSWORD 'guest' CONNECTION LIMIT 0");
    const crowd = server.address().replace("feedmill@", "crowd@");
    const nobody = `postgres://feedmill@127.0.0.1:${await freePort()}/postgres`;
    const refusals = {
      "no server": await refusal(at("one", { catalog: nobody })),
      "no host": await refusal(at("one", { catalog: "postgres://feedmill@nowhere.invalid/postgres" })),
      "no database": await refusal(at("one", { catalog: server.address("none") })),
      "wrong password": await refusal(at("one", { catalogPasswordFile: wrongPassword })),
      "no password": await refusal(at("one", { catalogPasswordFile: "" })),
      "no password file": await refusal(at("one", { catalogPasswordFile: join(directory, "none") })),
      "TLS refused": await refusal(at("one", { catalog: `${server.address()}?sslmode=require` })),
      "another's schema": await refusal(at("theirs")),
      "a later schema": await refusal(at("later")),
      "no connection left": await refusal(at("one", { catalog: crowd, catalogPasswordFile: guestPassword })),
      "not UTF-8": await refusal(at("one", { catalog: server.address("latin") })),
    };
    const whole = Object.values(refusals).join("\n");
    for (const message of Object.values(refusals)) expect(message).toMatch(/^Error: the .*; \w.*$/);
    expect(whole).not.toContain("s3cret");
    expect(refusals["no server"]).toContain("does not answer");
    expect(refusals["no host"]).toContain("does not answer");
    expect(refusals["no database"]).toContain("no such database");
    expect(refusals["wrong password"]).toContain("check the user and the password");
    expect(refusals["no password"]).toContain("check the user and the password");
    expect(refusals["no password file"]).toContain("cannot be read");
    expect(refusals["TLS refused"]).toContain("correct sslmode");
    expect(refusals["another's schema"]).toContain("is another program's");
    expect(refusals["a later schema"]).toContain("of a later feedmill");
    expect(refusals["no connection left"]).toContain("takes no more connections: too many connections for role");
    expect(refusals["not UTF-8"]).toContain("keeps LATIN1");
    const rights = openCatalog(at("one", { catalog: guest, catalogPasswordFile: guestPassword })).write();
    await expect(rights).rejects.toThrow(
      "does not allow what feedmill needs: permission denied for database postgres; grant",
    );
    expect(schemas()).toBe(before);
    expect(server.runSql("SELECT count(*) FROM pg_class WHERE relnamespace = 'theirs'::regnamespace")).toBe("1");
  });

  test("is kept in a schema that was made for it, by a user who has no other right", async () => {
    server.runSql("CREATE ROLE keeper LOGIN PASSWORD 'k'; CREATE SCHEMA kept AUTHORIZATION keeper");
    const password = join(directory, "keeper");
    writeFileSync(password, "k");
    const catalog = server.address().replace("feedmill@", "keeper@");
    const opened = await openCatalog(at("kept", { catalog, catalogPasswordFile: password })).write();
    expect(opened.origin).toEqual({ kind: "created" });
    await opened.catalog.close();
  });

  test("has one writer", async () => {
    const { catalog } = await openCatalog(at("one")).write();
    await expect(openCatalog(at("one")).write()).rejects.toThrow(CatalogInUseError);
    await catalog.close();
    const again = await openCatalog(at("one")).write();
    expect(again).toMatchObject({ origin: { kind: "opened" }, isNew: false });
    await again.catalog.close();
  });

  test("that a second writer takes over while the first has lost its connection is written by the second alone", async () => {
    const first = await openCatalog(at("fenced")).write();
    const file = exampleFile("a.txt", exampleCapture({}));
    await first.catalog.files.apply({ ingested: [file], removed: [] });
    expect(server.runSql(endLock)).toBe("1");
    const second = await openCatalog(at("fenced")).write();
    const removal = first.catalog.files.apply({ ingested: [], removed: ["a.txt"] });
    await expect(removal).rejects.toThrow(CatalogInUseError);
    expect(await second.catalog.articles.count()).toEqual({ articles: 1, isAtLeast: false });
    await second.catalog.close();
    await expect(first.catalog.files.apply({ ingested: [], removed: ["a.txt"] })).rejects.toThrow(CatalogInUseError);
    await first.catalog.close();
  });

  test("that a second writer took over is given up by the first, which writes nothing", async () => {
    const first = await openCatalog(at("quiet")).write();
    server.runSql(endLock);
    const second = await openCatalog(at("quiet")).write();
    expect(String(await first.catalog.lead?.takenOver)).toContain(
      "and this one follows it; give commands where that is",
    );
    for (const { catalog } of [second, first]) await catalog.close();
  });

  test("whose lock's connection broke is written on by several at once: the lock is taken again once", async () => {
    const { catalog } = await openCatalog(at("relocked")).write();
    server.runSql(endLock);
    // The word of the broken connection comes before answers to what is asked now.
    await (await openCatalog(at("relocked")).read()).close();
    const writes = [1, 2, 3].map((count) => catalog.state.setHeldLosses({ count, since: new Date(0) }));
    expect(await Promise.allSettled(writes)).toEqual(
      writes.map(() => expect.objectContaining({ status: "fulfilled" })),
    );
    await catalog.close();
  });

  test("lets go of a writer that vanished while an answer was on its way to it", async () => {
    const { catalog } = await openCatalog(at("vanished")).write();
    await catalog.close();
    await using way = await Way.to(server.port);
    const address = server.address().replace(`:${server.port}/`, `:${way.port}/`);
    const client = await connect({ address, schema: "vanished", passwordFile: server.passwordFile });
    const timeout = await client.query("SELECT setting FROM pg_settings WHERE name = 'tcp_user_timeout'");
    expect(timeout.rows).toEqual([{ setting: "4000" }]);
    await client.query("BEGIN");
    await client.query("SELECT FROM leader FOR UPDATE");
    way.clog();
    // More than the system keeps of what is not taken.
    client.query("SELECT repeat('x', 1000000) FROM generate_series(1, 64)").catch(() => undefined);
    const waiting = "SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'ClientWrite'";
    await expect.poll(() => server.runSql(waiting)).toBe("1");
    const taken = server.runSql("SET lock_timeout = '15s'; SELECT is_only FROM vanished.leader FOR UPDATE");
    expect(taken).toBe("t");
  });

  test("goes on when its connections broke and nobody took over", async () => {
    const { catalog } = await openCatalog(at("broken")).write();
    server.runSql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'feedmill'");
    const applied = await applyPersistently(() => {
      return catalog.files.apply({ ingested: [exampleFile("a.txt", exampleCapture({}))], removed: [] });
    });
    expect(applied).toMatchObject({ added: 1 });
    await catalog.close();
  });
});

/** What opening a catalog to write and to read says, which has to be the same. */
async function refusal(location: CatalogLocation): Promise<string> {
  const messages = await Promise.all(
    [openCatalog(location).write(), openCatalog(location).read()].map((opening) =>
      opening.then(
        () => "it was opened",
        (error: unknown) => String(error),
      ),
    ),
  );
  expect(messages[1]).toBe(messages[0]);
  return messages[0] ?? "";
}

/** A broken connection is noticed by the statement that meets it, which fails, and by none after that. */
async function applyPersistently<T>(apply: () => Promise<T>): Promise<T> {
  try {
    return await apply();
  } catch (error) {
    if (error instanceof CatalogAwayError) return apply();
    throw error;
  }
}
