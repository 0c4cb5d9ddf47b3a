import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { expect, onTestFinished, test } from "vitest";
import { startPushingDaemon } from "./pushing-daemon.ts";

const python = "/usr/bin/python3";
const isThere = spawnSync(python, ["--version"]).status === 0;

test.skipIf(!isThere)(
  "a subscriber of Python's own library is verified, and sent the feed with its signature",
  async () => {
    const pushing = await startPushingDaemon();
    const child = spawn(python, [join(import.meta.dirname, "subscriber.py"), `${pushing.url}/feeds/voa-zh/feed.json`], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    onTestFinished(async () => {
      child.kill();
      await once(child, "exit");
    });
    const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    const next = async (): Promise<Readonly<Record<string, unknown>>> => JSON.parse((await lines.next()).value ?? "{}");
    const told = [await next(), await next()];
    expect(told).toContainEqual({ kind: "asked", status: 202 });
    expect(told).toContainEqual({ kind: "verified", lease: 90_000 });
    await pushing.daemon.line("a subscriber of a feed: subscribed");
    const title = pushing.publish();
    const sent = await next();
    expect(sent).toMatchObject({ kind: "sent", type: "application/feed+json; charset=utf-8", isSigned: true });
    const { items }: { readonly items: readonly { readonly title: string }[] } = JSON.parse(String(sent["body"]));
    expect(items[0]?.title).toBe(title);
  },
);
