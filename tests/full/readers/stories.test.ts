import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { temporaryDirectory } from "../../../src/lib/fs/temporary-directory.fixture.ts";
import { root } from "../../root.ts";
import { freePort } from "../../free-port.ts";
import { startDaemon } from "../daemon-harness.ts";
import { feedFiles, type SeenEntry } from "./feed-reader.ts";
import { feedparser } from "./feedparser.ts";
import { newsboat } from "./newsboat.ts";
import { findInstalled } from "./programs.ts";

const installed = await findInstalled();
const cases = [newsboat, feedparser]
  .filter((reader) => installed.has(reader))
  .flatMap((reader) => feedFiles.map((file) => ({ reader, file, name: `${reader.name} with ${file}` })));

const HOUR_MS = 3_600_000;
const begin = Date.UTC(2024, 4, 17);

/** An outlet's file on the same event, so many hours after the first. */
function reportFile(url: string, hours: number, title: string): string {
  const time = begin + hours * HOUR_MS;
  const front = `<div><i>${new Date(time).toUTCString()}</i></div>`;
  return `<!--${time + HOUR_MS}-->\n[${title}](${url})\n------\n\n${front}<p>黔江水库周五清晨垮坝，下游三村撤离。</p>\n`;
}

test.skipIf(cases.length === 0).for(cases)(
  "an outlet that joins a story updates its one entry in place, and so does its withdrawal: $name",
  { timeout: 120_000 },
  async ({ reader, file }) => {
    const directory = temporaryDirectory();
    const archive = join(directory, "archive");
    const home = join(directory, "home");
    mkdirSync(archive);
    mkdirSync(home);
    const write = (name: string, ...report: Parameters<typeof reportFile>): void =>
      writeFileSync(join(archive, name), reportFile(...report));
    write("1.txt", "https://www.voachinese.com/a/flood/7000001.html", 0, "黔江水库垮坝，三村撤离");
    write("2.txt", "https://www.dw.com/zh/a-70000002", 2, "水库垮坝三村撤离，黔江水位上涨");
    const port = String(await freePort());
    const daemon = await startDaemon(["--seeds", archive, "--data", join(directory, "data"), "--port", port]);
    const subscription = await reader.subscribe(`http://127.0.0.1:${port}/feeds/stories/${file}`, home);
    const entry = async (): Promise<SeenEntry> => {
      const [first, ...others] = await subscription.entries();
      expect(others).toEqual([]);
      if (first === undefined) throw new Error("the reader has no entry");
      return first;
    };
    const before = await entry();
    expect(before.html).toContain("https://www.dw.com/zh/a-70000002");
    write("3.txt", "https://cn.nytimes.com/china/20240517/flood/", 5, "黔江水库垮坝后三村居民撤离");
    await daemon.line("documents are served");
    await subscription.poll();
    const after = await entry();
    expect(after.id).toBe(before.id);
    expect(after.html).toContain("https://cn.nytimes.com/china/20240517/flood/");
    for (const url of ["https://www.dw.com/zh/a-70000002", "https://cn.nytimes.com/china/20240517/flood/"]) {
      const command = ["src/main.ts", "takedown", url, "--seeds", archive, "--data", join(directory, "data")];
      expect(spawnSync(process.execPath, command, { cwd: root, encoding: "utf8" })).toMatchObject({ status: 0 });
    }
    await subscription.poll();
    const withdrawn = await entry();
    expect(withdrawn).toMatchObject({ id: before.id, title: "本条已撤回" });
    expect(withdrawn.html).not.toContain("黔江");
  },
);

test.skipIf(cases.length === 0).for(cases)(
  "where a feed shows each story once, another lead updates its one entry in place: $name",
  { timeout: 120_000 },
  async ({ reader, file }) => {
    const directory = temporaryDirectory();
    const archive = join(directory, "archive");
    const home = join(directory, "home");
    mkdirSync(archive);
    mkdirSync(home);
    const settings = join(directory, "feedmill.yaml");
    writeFileSync(settings, "feeds:\n  events:\n    title: 大事\n    stories: once\n");
    const write = (name: string, ...report: Parameters<typeof reportFile>): void =>
      writeFileSync(join(archive, name), reportFile(...report));
    write("1.txt", "https://www.voachinese.com/a/flood/7000001.html", 0, "黔江水库垮坝三村撤离");
    const port = String(await freePort());
    const place = ["--seeds", archive, "--data", join(directory, "data"), "--config", settings];
    const daemon = await startDaemon([...place, "--outlets", join(root, "config/outlets"), "--port", port]);
    const path = `/feeds/events/${file}`;
    const subscription = await reader.subscribe(`http://127.0.0.1:${port}${path}`, home);
    const entry = async (): Promise<SeenEntry> => {
      const [first, ...others] = await subscription.entries();
      expect(others).toEqual([]);
      if (first === undefined) throw new Error("the reader has no entry");
      return first;
    };
    const until = async (url: string): Promise<void> => {
      while (!(await daemon.text(path)).includes(url)) await daemon.line("documents are served");
      await subscription.poll();
    };
    const before = await entry();
    expect(before.html).not.toContain("救援队");
    write("2.txt", "https://www.dw.com/zh/a-70000002", 2, "黔江水库垮坝三村撤离：救援队抵达");
    await until("https://www.dw.com/zh/a-70000002");
    write("3.txt", "https://cn.nytimes.com/china/20240517/flood/", 3, "黔江水库垮坝三村撤离：救援队抵达，灾民获救");
    await until("https://cn.nytimes.com/china/20240517/flood/");
    expect(await entry()).toMatchObject({ id: before.id, title: before.title });
    write(
      "4.txt",
      "https://www.bbc.com/zhongwen/articles/c4n000000004o",
      4,
      "黔江水库垮坝三村撤离：救援队抵达，军队增援",
    );
    await until("https://www.bbc.com/zhongwen/articles/c4n000000004o");
    const after = await entry();
    expect(after).toMatchObject({ id: before.id, title: "黔江水库垮坝三村撤离：救援队抵达" });
    expect(after.html).toContain("https://www.voachinese.com/a/flood/7000001.html");
  },
);
