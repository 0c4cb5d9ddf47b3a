import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startDaemon } from "../daemon-harness.ts";
import { stop } from "../faults/fault-sandbox.ts";
import { everything, feedmill, feedmillBeside, place, timeless } from "./node.ts";
import { isWithoutPostgres, PostgresServer } from "./postgres-server.ts";
import { Way } from "./way.ts";

const TAKEN_DOWN = "000_5495e7b4b9cd9c3d.txt";

describe.skipIf(isWithoutPostgres)("the ledger of a catalog in PostgreSQL", () => {
  let server: PostgresServer;
  beforeAll(async () => {
    server = await PostgresServer.start(["fsync = off"]);
  });
  afterAll(() => server.remove());

  test("is all that is needed beside the archive to have the same feeds again, with either engine", async () => {
    const { directory, archive, data, args } = place();
    await using lost = await startDaemon([...args, ...server.flags("lost")]);
    feedmill("takedown", join(archive, TAKEN_DOWN), "--data", data, ...server.flags("lost"));
    const expected = timeless(await everything(lost));
    await stop(lost);
    const exported = join(directory, "exported.jsonl");
    const ledger = feedmill("ledger", "export", "--data", data, ...server.flags("lost"));
    writeFileSync(exported, ledger);
    server.runSql("DROP SCHEMA lost CASCADE");
    for (const catalog of [server.flags("lost"), []]) {
      const { data: empty, args: others } = place(archive);
      const importing = (): string => feedmill("ledger", "import", exported, "--data", empty, ...catalog);
      expect(importing()).toContain("There was no catalog: one is begun");
      expect(importing()).toContain("0 articles came, 0 changed, 0 went");
      expect(feedmill("ledger", "export", "--data", empty, ...catalog)).toBe(ledger);
      await using again = await startDaemon([...others, ...catalog]);
      expect(timeless(await everything(again))).toBe(expected);
      await stop(again);
    }
  });

  test("is not left behind by a move that was interrupted before it came", async () => {
    const { directory, archive, data, args } = place();
    await using first = await startDaemon(args);
    feedmill("takedown", join(archive, TAKEN_DOWN), "--data", data);
    await stop(first);
    const takedowns = feedmill("takedown", "--list", "--json", "--data", data);

    await using way = await Way.to(server.port);
    way.loseCommitAfter(0);
    const to = server.address().replace(`:${server.port}/`, `:${way.port}/`);
    const schema = ["--data", data, "--catalog-schema", "half", "--catalog-password-file", server.passwordFile];
    await expect(feedmillBeside("move", "--to", to, ...schema)).rejects.toThrow("does not answer");
    expect(server.runSql("SELECT to_regclass('half.ledger') IS NOT NULL")).toBe("t");
    const starting = startDaemon([...args, ...server.flags("half")]);
    await expect(starting).rejects.toThrow("take it along first: feedmill move --to");
    const theirs = join(directory, "theirs.jsonl");
    writeFileSync(theirs, '{"type":"site","siteId":"theirs"}\n');
    const importing = (): string => feedmill("ledger", "import", theirs, "--data", data, ...server.flags("half"));
    expect(importing).toThrow("take it along first: feedmill move --to");

    feedmill("move", "--to", server.address(), ...schema);
    expect(existsSync(join(data, "ledger.jsonl"))).toBe(false);
    expect(feedmill("takedown", "--list", "--json", "--data", data, ...server.flags("half"))).toBe(takedowns);
  });
});
