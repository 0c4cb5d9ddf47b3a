import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startDaemon } from "../daemon-harness.ts";
import { articleFile, everySecond, stop } from "../faults/fault-sandbox.ts";
import { everything, feedmill, place, timeless } from "./node.ts";
import { isWithoutPostgres, PostgresServer } from "./postgres-server.ts";

describe.skipIf(isWithoutPostgres)("a daemon with its catalog in PostgreSQL", () => {
  let server: PostgresServer;
  beforeAll(async () => {
    server = await PostgresServer.start(["fsync = off"]);
  });
  afterAll(() => server.remove());

  test("sends what one with SQLite sends, follows its archive, and takes commands", async () => {
    const { args } = place();
    await using sqlite = await startDaemon(args);
    const expected = timeless(await everything(sqlite));
    await stop(sqlite);

    const { archive, data, args: others } = place();
    await using first = await startDaemon([...others, ...server.flags("mill")]);
    const sent = await everything(first);
    expect(timeless(sent)).toBe(expected);
    expect(existsSync(join(data, "catalog.db"))).toBe(false);

    writeFileSync(join(archive, "new.txt"), articleFile(1));
    await expect.poll(() => first.text("/feeds/voa-zh/rss.xml")).toContain("第1篇");
    expect(await first.text("/search/rss.xml?q=第1篇")).toContain("第1篇");
    const takedown = feedmill("takedown", join(archive, "new.txt"), "--data", data, ...server.flags("mill"));
    expect(takedown).toContain("is taken down. Feeds and pages show that now.");
    expect(await first.text("/search/rss.xml?q=第1篇")).toContain("本文已撤回");
    await stop(first);
    feedmill("takedown", "--undo", join(archive, "new.txt"), ...others.slice(0, 6), ...server.flags("mill"));
    await using second = await startDaemon([...others, ...server.flags("mill"), "--workers", "2"]);
    expect(await second.text("/feeds/voa-zh/rss.xml")).toContain("第1篇");
    rmSync(join(archive, "new.txt"));
    await expect.poll(() => second.text("/feeds/voa-zh/rss.xml")).not.toContain("第1篇");
    await stop(second);
  });

  test("sends the same bytes, tags and times after a move there, and after a move back", async () => {
    const { data, args } = place();
    await using before = await startDaemon(args);
    const expected = await everything(before);
    await stop(before);
    const ledger = readFileSync(join(data, "ledger.jsonl"), "utf8");

    const schema = ["--catalog-schema", "moved", "--catalog-password-file", server.passwordFile];
    const there = feedmill("move", "--to", server.address(), "--data", data, ...schema);
    expect(there).toMatch(/^\d+ articles and \d+ documents are in the schema moved of /);
    expect(feedmill("ledger", "export", "--data", data, ...server.flags("moved"))).toBe(ledger);
    await using moved = await startDaemon([...args, ...server.flags("moved")]);
    expect(await everything(moved)).toEqual(expected);
    await stop(moved);

    feedmill("move", "--to", "sqlite", "--data", data, ...server.flags("moved"));
    expect(readFileSync(join(data, "ledger.jsonl"), "utf8")).toBe(ledger);
    await using back = await startDaemon(args);
    expect(await everything(back)).toEqual(expected);
    await stop(back);
  });

  test("is not begun without the ledger of the catalog before", async () => {
    const { data, args } = place();
    await using first = await startDaemon(args);
    await stop(first);
    const search = (): string => feedmill("search", "中国", "--data", data, ...server.flags("forgotten"));
    expect(search).toThrow("There is no catalog");
    const starting = startDaemon([...args, ...server.flags("forgotten")]);
    await expect(starting).rejects.toThrow("take it along first: feedmill move --to");
    expect(server.runSql("SELECT to_regnamespace('forgotten') IS NULL")).toBe("t");
  });

  test("takes over another's ledger: what was taken down there is here", async () => {
    const { directory, archive, data, args } = place();
    await using first = await startDaemon([...args, ...server.flags("giving")]);
    const file = join(archive, "000_5495e7b4b9cd9c3d.txt");
    feedmill("takedown", file, "--reason", "a court", "--data", data, ...server.flags("giving"));
    const takedowns = feedmill("takedown", "--list", "--json", "--data", data, ...server.flags("giving"));
    await stop(first);
    const exported = join(directory, "exported.jsonl");
    writeFileSync(exported, feedmill("ledger", "export", "--data", data, ...server.flags("giving")));

    const { data: other, args: others } = place();
    await using second = await startDaemon([...others, ...server.flags("taking")]);
    await stop(second);
    const imported = feedmill("ledger", "import", exported, ...others.slice(0, 6), ...server.flags("taking"));
    expect(imported).toContain("1 went");
    expect(feedmill("takedown", "--list", "--json", "--data", other, ...server.flags("taking"))).toBe(takedowns);
    const again = feedmill("ledger", "import", exported, ...others.slice(0, 6), ...server.flags("taking"));
    expect(again).toContain("0 articles came, 0 changed, 0 went");
  });

  test("waits for its database, and serves what it holds while that is away", async () => {
    const { archive, args } = place();
    await server.stop();
    const waiting = startDaemon([...args, ...server.flags("late"), ...everySecond], {}, "feedmill waits for it");
    await using daemon = await waiting;
    expect((await daemon.fetch("/feeds/all/rss.xml")).status).toBe(503);
    await server.run();
    await daemon.line("Found ");
    await expect.poll(() => daemon.text("/feeds/voa-zh/rss.xml")).toContain("<item>");
    const feed = await daemon.text("/feeds/voa-zh/rss.xml");

    await server.stop("SIGQUIT");
    expect(await daemon.text("/feeds/voa-zh/rss.xml")).toBe(feed);
    expect((await daemon.fetch("/articles/none/")).status).toBeGreaterThanOrEqual(400);
    writeFileSync(join(archive, "new.txt"), articleFile(1));
    await daemon.line("failed; the next scan will try again");
    await expect.poll(() => daemon.text("/readyz")).toContain("does not answer");
    expect(await daemon.text("/feeds/voa-zh/rss.xml")).toBe(feed);
    await server.run();
    await expect.poll(() => daemon.text("/feeds/voa-zh/rss.xml")).toContain("第1篇");
    await expect.poll(() => daemon.text("/readyz")).not.toContain("degraded");
    await stop(daemon);
  });
});
