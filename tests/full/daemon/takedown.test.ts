import { spawnSync } from "node:child_process";
import { cpSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { startDaemon, type DaemonProcess } from "../daemon-harness.ts";
import { root } from "../../root.ts";
import { temporaryDirectory } from "../../temporary-directory.ts";

interface ServedFeed {
  readonly items: readonly {
    readonly id: string;
    readonly url: string;
    readonly _source: { readonly feed_url: string };
  }[];
}

async function feed(daemon: DaemonProcess): Promise<ServedFeed> {
  return JSON.parse(await daemon.text("/feeds/all/feed.json"));
}

test("beside a running daemon an article leaves its feeds at once, and stays away until that is undone", async () => {
  const directory = temporaryDirectory();
  const [archive, data] = [join(directory, "archive"), join(directory, "data")];
  cpSync(join(root, "seeds"), archive, { recursive: true });
  const settings = ["--seeds", archive, "--data", data];
  const takedown = (...args: readonly string[]): string =>
    spawnSync(process.execPath, ["src/main.ts", "takedown", ...args, ...settings], { cwd: root, encoding: "utf8" })
      .stdout;
  const daemon = await startDaemon(settings);
  const before = await daemon.text("/feeds/all/atom.xml");
  const [article] = (await feed(daemon)).items;
  if (article === undefined) throw new Error("the samples gave no article");

  const page = `/articles/${article.id.replace("urn:uuid:", "")}/`;
  expect((await daemon.fetch(page)).status).toBe(200);

  expect(takedown(article.url)).toContain("has been told, and its feeds follow at once");
  await daemon.line("documents are served");
  const paths = ["/feeds/all/rss.xml", "/feeds/all/feed.json", new URL(article._source.feed_url).pathname];
  for (const path of paths) expect(await daemon.text(path)).not.toContain(article.id);
  expect(await daemon.text("/feeds/all/atom.xml")).toContain(`<at:deleted-entry ref="${article.id}"`);

  expect((await daemon.fetch(page)).status).toBe(410);

  daemon.signal("SIGTERM");
  await daemon.exited;
  const again = await startDaemon(settings);
  expect((await feed(again)).items.map(({ id }) => id)).not.toContain(article.id);
  expect(takedown("--undo", article.id)).toContain("is published again");
  await again.line("documents are served");
  const publicUrl = /http:\/\/localhost:\d+/g;
  expect((await again.text("/feeds/all/atom.xml")).replaceAll(publicUrl, "")).toBe(before.replaceAll(publicUrl, ""));
});
