import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { root } from "../../root.ts";
import { startDaemon } from "../daemon-harness.ts";
import { everySecond, readyz, stop } from "../faults/fault-sandbox.ts";
import { everything, feedmill, place, type Place } from "./node.ts";
import { isWithoutPostgres, PostgresServer } from "./postgres-server.ts";

const leads = "the archive was scanned";
const follows = "another feedmill leads";
const differs = "leads with other settings";
const refused = "would change the ids of";
const goesOn = "feedmill serves what it has, and tries again";

/** A daemon with settings and profiles of its own. */
interface Configured extends Place {
  readonly file: string;
  readonly profile: string;
}

function configured(sharedArchive?: string): Configured {
  const where = place(sharedArchive);
  const directory = join(where.directory, "config");
  cpSync(join(root, "config"), directory, { recursive: true });
  const file = join(directory, "feedmill.yaml");
  const args = [...where.args, ...everySecond, "--config", file];
  return { ...where, args, file, profile: join(directory, "outlets", "dw-zh.yaml") };
}

/** Gives the articles of an outlet other ids. */
function renumber({ profile }: Configured): void {
  writeFileSync(profile, readFileSync(profile, "utf8").replace(/^article-number: .*$/m, ""));
}

describe.skipIf(isWithoutPostgres)("the settings of daemons that share a catalog", { timeout: 300_000 }, () => {
  let server: PostgresServer;
  beforeAll(async () => {
    server = await PostgresServer.start(["fsync = off"]);
  });
  afterAll(() => server.remove());

  test("are edited on one after the other: who leads goes on, and who has the old ones cannot take them back", async () => {
    const one = configured();
    const two = configured(one.archive);
    const flags = server.flags("edited");
    await using first = await startDaemon([...one.args, ...flags], {}, leads);
    await using second = await startDaemon([...two.args, ...flags], {}, follows);
    const lead = await server.lead("edited");

    renumber(one);
    await first.line(refused);
    feedmill("accept-ids", "--data", one.data, "--config", one.file, ...flags);
    await second.line(differs);
    expect(await server.lead("edited")).toEqual(lead);
    const renumbered = await first.text("/feeds/dw-zh/rss.xml");
    await expect.poll(() => second.text("/feeds/dw-zh/rss.xml")).toBe(renumbered);

    await stop(first);
    await second.line(goesOn);
    await readyz(second, ({ degraded }) => String(degraded).includes(refused));
    expect(await second.text("/feeds/dw-zh/rss.xml")).toBe(renumbered);
    await using again = await startDaemon([...one.args, ...flags], {}, leads);
    await readyz(second, ({ degraded }) => String(degraded).includes(differs));
    renumber(two);
    await readyz(second, ({ degraded }) => degraded === undefined);
    expect(await everything(second)).toEqual(await everything(again));
    for (const daemon of [second, again]) await stop(daemon);
  });

  test("that change ids keep one from the lead until the operator accepts them, when nobody else is left", async () => {
    const one = configured();
    const two = configured(one.archive);
    const flags = server.flags("accepted");
    await using first = await startDaemon([...one.args, ...flags], {}, leads);
    await using second = await startDaemon([...two.args, ...flags], {}, follows);
    renumber(two);
    await second.line(differs);
    await stop(first);
    await second.line(goesOn);
    const accept = (): string => feedmill("accept-ids", "--data", two.data, "--config", two.file, ...flags);
    expect(accept()).toContain("have changed");
    await second.line(leads);
    await readyz(second, ({ degraded }) => degraded === undefined);
    await stop(second);
  });

  test("are taken over by one that follows, too, or it says what is wrong with them; it leads with those in force", async () => {
    const one = configured();
    const two = configured(one.archive);
    const flags = server.flags("followed");
    await using first = await startDaemon([...one.args, ...flags], {}, leads);
    await using second = await startDaemon([...two.args, ...flags], {}, follows);
    const ask = async (): Promise<number> => {
      const headers = { "X-Forwarded-For": "198.51.100.7", "User-Agent": "Reader/1" };
      return (await second.fetch("/feeds/all/rss.xml", headers)).status;
    };
    writeFileSync(two.file, "rate: { bytes: 1 }\n");
    await second.line("settings reloaded");
    await expect.poll(ask).toBe(429);
    writeFileSync(two.file, "max-age: soon\n");
    await second.line("the ones before stay in force");
    const reload = (): string => feedmill("reload", "--data", two.data, ...flags);
    expect(reload).toThrow("max-age");

    first.signal("SIGKILL");
    await first.exited;
    await second.line(leads);
    await stop(second);
  });

  test("do not matter where the database refuses one that serves: that goes on with what it has, and says so", async () => {
    const one = configured();
    const flags = server.flags("refusing");
    await using first = await startDaemon([...one.args, ...flags], {}, leads);
    await using second = await startDaemon([...place(one.archive).args, ...flags], {}, follows);
    const feed = await first.text("/feeds/all/rss.xml");
    server.runSql("UPDATE refusing.feedmill SET version = version + 90");
    expect(await second.line(goesOn)).toContain("of a later feedmill");
    await readyz(second, ({ degraded }) => String(degraded).includes("of a later feedmill"));
    expect(await second.text("/feeds/all/rss.xml")).toBe(feed);
    server.runSql("UPDATE refusing.feedmill SET version = version - 90");
    await readyz(second, ({ degraded }) => degraded === undefined);
    for (const daemon of [second, first]) await stop(daemon);
  });
});
