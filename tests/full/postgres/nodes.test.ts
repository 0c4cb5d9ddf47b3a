import { cpSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { temporaryDirectory } from "../../../src/lib/fs/temporary-directory.fixture.ts";
import { root } from "../../root.ts";
import { startDaemon, startDaemonWithin, type DaemonProcess } from "../daemon-harness.ts";
import { articleFile, everySecond, stop } from "../faults/fault-sandbox.ts";
import { everything, feedmill, place } from "./node.ts";
import { isWithoutPostgres, PostgresServer } from "./postgres-server.ts";

/** Starts a daemon of another version of feedmill. */
function startOther(args: readonly string[]): Promise<DaemonProcess> {
  const copy = temporaryDirectory();
  for (const part of ["src", "config", "assets"]) cpSync(join(root, part), join(copy, part), { recursive: true });
  symlinkSync(join(root, "node_modules"), join(copy, "node_modules"));
  const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  writeFileSync(join(copy, "package.json"), JSON.stringify({ ...manifest, version: "99.0.0" }));
  return startDaemonWithin({ within: ["env", "-C", copy] }, args, "leads with another version");
}

describe.skipIf(isWithoutPostgres)("several daemons that share a catalog", { timeout: 300_000 }, () => {
  let server: PostgresServer;
  beforeAll(async () => {
    server = await PostgresServer.start(["fsync = off"]);
  });
  afterAll(() => server.remove());

  const leads = "the archive was scanned";
  const follows = "another feedmill leads";

  test("send the same bytes, tags and times, and another leads when the leader is killed", async () => {
    const one = place();
    const [two, three] = [place(one.archive), place(one.archive)];
    const flags = server.flags("shared");
    await using first = await startDaemon([...one.args, ...flags, ...everySecond], {}, leads);
    await using second = await startDaemon([...two.args, ...flags, ...everySecond], {}, follows);
    await using third = await startDaemon([...three.args, ...flags, ...everySecond, "--role", "serve"], {}, follows);
    const sent = await everything(first);
    expect(await everything(second)).toEqual(sent);
    expect(await everything(third)).toEqual(sent);

    writeFileSync(join(one.archive, "new.txt"), articleFile(1));
    for (const daemon of [first, second, third]) {
      await expect.poll(() => daemon.text("/feeds/voa-zh/rss.xml")).toContain("第1篇");
    }
    const status = JSON.parse(feedmill("status", "--json", "--data", two.data, ...flags));
    expect(status).toMatchObject({
      ready: true,
      ingest: { state: "following", leader: expect.stringContaining(one.data) },
    });
    expect(status).not.toHaveProperty("degraded");
    const takedown = (): string => feedmill("takedown", join(one.archive, "new.txt"), "--data", two.data, ...flags);
    expect(takedown).toThrow(`it follows another one; give the command where that is: `);
    const stopped = ["--data", place(one.archive).data, ...flags];
    expect(() => feedmill("takedown", "--list", ...stopped)).toThrow(`:${one.data} leads it, or did last`);
    expect(() => feedmill("move", "--to", "sqlite", ...stopped)).toThrow(`:${one.data} leads it, or did last`);

    first.signal("SIGKILL");
    await first.exited;
    rmSync(join(one.archive, "new.txt"));
    await second.line(leads);
    for (const daemon of [second, third]) {
      await expect.poll(() => daemon.text("/feeds/voa-zh/rss.xml")).not.toContain("第1篇");
    }
    expect(await everything(third)).toEqual(await everything(second));
    await using again = await startDaemon([...one.args, ...flags, ...everySecond], {}, follows);
    expect(await everything(again)).toEqual(await everything(second));
    for (const daemon of [again, second, third]) await stop(daemon);
  });

  test("of which one has other settings, or is of another version: it serves what the leader publishes, and says so", async () => {
    const one = place();
    const two = place(one.archive);
    const flags = server.flags("differing");
    await using other = await startDaemon([...two.args, ...flags, "--role", "serve"], {}, "no feedmill leads yet");
    expect((await other.fetch("/feeds/all/rss.xml")).status).toBe(503);
    await using first = await startDaemon([...one.args, ...flags, ...everySecond], {}, leads);
    await expect.poll(async () => (await other.fetch("/feeds/all/rss.xml")).status).toBe(200);
    await stop(other);

    const titled = [...two.args, ...flags, "--title", "Another"];
    await using second = await startDaemon(titled, {}, "leads with other settings");
    expect(await everything(second)).toEqual(await everything(first));
    expect(await second.text("/readyz")).toContain("leads with other settings");
    const status = JSON.parse(feedmill("status", "--json", "--data", one.data, ...flags));
    expect(status).toMatchObject({ ready: true });
    const three = place(one.archive);
    await using third = await startOther([...three.args, ...flags]);
    expect(await everything(third)).toEqual(await everything(first));
    expect(await third.text("/readyz")).toContain("leads with another version");
    expect(() => feedmill("status", "--data", three.data, ...flags)).toThrow("leads with another version");
    await stop(third);
    await stop(first);
    // Now that nobody else is there, it is the one that leads, with its own settings.
    await second.line(leads);
    await expect.poll(() => second.text("/feeds/all/rss.xml")).toContain("<title>Another");
    await stop(second);
  });
});
