import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { root } from "../../root.ts";
import { temporaryDirectory } from "../../../src/lib/fs/temporary-directory.fixture.ts";
import { startDaemon, type DaemonProcess } from "../daemon-harness.ts";

// The story of one daemon, whose configuration is edited.
const directory = temporaryDirectory();
const file = join(directory, "feedmill.yaml");
let daemon: DaemonProcess;
beforeAll(async () => {
  cpSync(join(root, "config"), directory, { recursive: true });
  daemon = await startDaemon(["--seeds", join(root, "seeds"), "--data", join(directory, "data"), "--config", file]);
});

async function idsOf(feed = "all"): Promise<string[]> {
  const { items }: { items: { id: string }[] } = JSON.parse(await daemon.text(`/feeds/${feed}/feed.json`));
  return items.map(({ id }) => id);
}

test("a good edit of a profile takes effect at once, a bad one is refused whole", async () => {
  const profile = join(directory, "outlets", "dw-zh.yaml");
  const text = readFileSync(profile, "utf8");
  const ids = await idsOf();
  const feed = (): Promise<string> => daemon.text("/feeds/dw-zh/rss.xml");

  writeFileSync(profile, text.replace(/^name: .*$/m, "name: 试用的名字"));
  await daemon.line("settings reloaded");
  await expect.poll(feed).toContain("<dc:creator>试用的名字</dc:creator>");
  expect(await idsOf()).toEqual(ids);

  writeFileSync(profile, text.replace(/^name: .*$/m, "nmae: 打错的键"));
  expect(await daemon.line("nmae")).toContain("name");
  expect(await feed()).toContain("试用的名字");

  writeFileSync(profile, text.replace(/^article-number: .*$/m, ""));
  expect(await daemon.line("would change the ids")).toContain("4 published articles");
  expect(await idsOf()).toEqual(ids);

  writeFileSync(profile, text);
  await daemon.line("settings reloaded");
  await expect.poll(feed).not.toContain("试用的名字");
});

test("a feed of the operator's appears, changes its name and goes as the configuration is edited", async () => {
  const edit = async (feeds: string): Promise<void> => {
    writeFileSync(file, feeds);
    await daemon.line("settings reloaded");
  };
  const statusOf = async (path: string): Promise<number> => (await daemon.fetch(path)).status;

  await edit("feeds:\n  brief: { title: 简讯, outlets: [dw-zh, voa-zh], limit: 3, entries: summary, script: zh-hant }");
  await expect.poll(() => daemon.text("/feeds-all.opml")).toContain("/feeds/brief/rss.xml");
  const brief = await daemon.text("/feeds/brief/feed.json");
  expect(JSON.parse(brief)).toMatchObject({ title: "簡訊", language: "zh-Hant", items: [{}, {}, {}] });
  expect(brief).not.toContain("content_html");

  writeFileSync(file, "feeds:\n  brief: { title: 简讯, query: '(茶' }");
  await daemon.line("feeds.brief.query: This parenthesis is not closed.");
  await daemon.line("^");
  writeFileSync(file, "feeds:\n  dw-zh: { title: 简讯, outlets: dw }");
  await daemon.line("The name dw-zh is that of the outlet dw-zh.");
  await daemon.line("There is no outlet dw.");
  expect(await daemon.text("/feeds/brief/feed.json")).toBe(brief);

  await edit("feeds:\n  digest: { title: 简讯, outlets: [dw-zh], hidden: true, formerly: [brief] }");
  await expect.poll(() => statusOf("/feeds/digest/feed.json")).toBe(200);
  expect(await idsOf("digest")).toHaveLength(4);
  expect(await daemon.text("/feeds-all.opml")).not.toContain("简讯");
  expect((await daemon.fetch("/feeds/brief/feed.json")).url).toBe(`${daemon.url}/feeds/digest/feed.json`);

  await edit("all: { scripts: both }");
  await expect.poll(() => idsOf()).toHaveLength(13);
  expect(await statusOf("/feeds/digest/feed.json")).toBe(410);
});
