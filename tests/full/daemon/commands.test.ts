import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { root } from "../../root.ts";
import { temporaryDirectory } from "../../../src/lib/fs/temporary-directory.fixture.ts";
import { startDaemon, type DaemonProcess } from "../daemon-harness.ts";
import { articleFile, everySecond, sandbox } from "../faults/fault-sandbox.ts";

interface ServedFeed {
  readonly items: readonly {
    readonly id: string;
    readonly title: string;
    readonly url: string;
    readonly _source: { readonly feed_url: string };
  }[];
}

async function feed(daemon: DaemonProcess, name = "all"): Promise<ServedFeed> {
  return JSON.parse(await daemon.text(`/feeds/${name}/feed.json`));
}

interface Ran {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** Runs a command with a daemon's settings. */
function feedmill(settings: readonly string[], ...args: readonly string[]): Ran {
  const argv = ["src/main.ts", ...args, ...settings];
  const { status, stdout, stderr } = spawnSync(process.execPath, argv, { cwd: root, encoding: "utf8" });
  return { code: status, out: stdout, err: stderr };
}

test("an article that is taken down has left its feeds when the command ends, and stays away until that is undone", async () => {
  const directory = temporaryDirectory();
  const [archive, data] = [join(directory, "archive"), join(directory, "data")];
  cpSync(join(root, "seeds"), archive, { recursive: true });
  const settings = ["--seeds", archive, "--data", data];
  await using daemon = await startDaemon(settings);
  const before = await daemon.text("/feeds/all/atom.xml");
  const [article] = (await feed(daemon)).items;
  if (article === undefined) throw new Error("the samples gave no article");
  const page = `/articles/${article.id.replace("urn:uuid:", "")}/`;
  expect((await daemon.fetch(page)).status).toBe(200);

  expect(feedmill(settings, "takedown", article.url, "--reason", "a court said so").out).toContain("show that now");
  const paths = ["/feeds/all/rss.xml", "/feeds/all/feed.json", new URL(article._source.feed_url).pathname];
  for (const path of paths) {
    const text = await daemon.text(path);
    expect([text.includes(article.title), text.includes("本文已撤回")]).toEqual([false, true]);
  }
  expect(await daemon.text("/feeds/all/atom.xml")).toContain(`<at:deleted-entry ref="${article.id}"`);
  expect((await daemon.fetch(page)).status).toBe(410);
  expect(feedmill(settings, "takedown", "--list").out).toMatch(new RegExp(`${article.id} +a court said so$`, "m"));
  expect(feedmill(settings, "takedown", article.id).err).toContain("taken down already");

  daemon.signal("SIGTERM");
  await daemon.exited;
  expect(existsSync(join(data, "control.sock"))).toBe(false);
  await using again = await startDaemon(settings);
  expect((await feed(again)).items.map(({ title }) => title)).not.toContain(article.title);
  expect(feedmill(settings, "takedown", "--undo", article.id).out).toContain(
    "is published again. Feeds and pages show",
  );
  const publicUrl = /http:\/\/localhost:\d+/g;
  expect((await again.text("/feeds/all/atom.xml")).replaceAll(publicUrl, "")).toBe(before.replaceAll(publicUrl, ""));
});

test("a takedown while no daemon runs is what the next one serves first", async () => {
  const { archive, args } = sandbox(5);
  writeFileSync(join(archive, "one.txt"), articleFile(1, "撤下的文章"));
  await using daemon = await startDaemon(args);
  expect(await daemon.text("/feeds/voa-zh/rss.xml")).toContain("撤下的文章");
  daemon.signal("SIGKILL");
  await daemon.exited;
  expect(feedmill(args, "takedown", "https://www.voachinese.com/a/story/9000001.html").out).toContain("next serves");
  await using again = await startDaemon(args, {}, "Pages: ");
  expect(await again.text("/feeds/voa-zh/rss.xml")).not.toContain("撤下的文章");
});

test("losses that are accepted have left the feeds when the command ends", async () => {
  const { archive, args } = sandbox(5);
  for (let number = 0; number < 40; number++) writeFileSync(join(archive, `more-${number}.txt`), articleFile(number));
  await using daemon = await startDaemon([...args, ...everySecond]);
  expect(feedmill(args, "accept-deletions").out).toContain("Nothing to do");
  const before = (await feed(daemon, "voa-zh")).items.length;
  for (let number = 0; number < 30; number++) rmSync(join(archive, `more-${number}.txt`));
  await daemon.line("files have gone");
  expect((await feed(daemon, "voa-zh")).items).toHaveLength(before);
  expect(feedmill(args, "accept-deletions").out).toContain("The loss of 30 files");
  expect((await feed(daemon, "voa-zh")).items).toHaveLength(before - 30);
});

test("edited profiles that change ids are refused, told when asked for, and in force once that was accepted", async () => {
  const { archive, args } = sandbox(1);
  writeFileSync(join(archive, "a.txt"), articleFile(1).replace("www.voachinese.com", "garden.example"));
  const outlets = join(temporaryDirectory(), "outlets");
  mkdirSync(outlets);
  writeFileSync(join(outlets, "a.yaml"), "id: garden\nname: Garden\nhosts: [garden.example]\n");
  await using daemon = await startDaemon([...args, "--outlets", outlets]);
  const [before] = (await feed(daemon, "garden")).items;
  expect(feedmill(args, "reload").out).toContain("Nothing to do");
  expect(feedmill(args, "accept-ids").out).toContain("Nothing to do");

  writeFileSync(
    join(outlets, "a.yaml"),
    "id: garden\nname: Garden\nhosts: [garden.example]\narticle-number: '{n}.html'\n",
  );
  await daemon.line("would change the ids of 1 published articles");
  expect(feedmill(args, "reload")).toMatchObject({ code: 1, err: expect.stringContaining("feedmill accept-ids") });
  expect(feedmill(args, "accept-ids").out).toContain("The ids of 1 published article have changed");
  const [after, ...others] = (await feed(daemon, "garden")).items;
  expect([after?.url, others.length]).toEqual([before?.url, 0]);
  expect(after?.id).not.toBe(before?.id);

  writeFileSync(join(outlets, "a.yaml"), "id: garden\nnmae: Garden\n");
  expect(feedmill(args, "reload")).toMatchObject({ code: 1, err: expect.stringContaining("nmae") });
});

test("a daemon that was killed leaves a socket that is in nobody's way", async () => {
  const { data, args } = sandbox(1);
  await using daemon = await startDaemon(args);
  daemon.signal("SIGKILL");
  await daemon.exited;
  expect(readdirSync(data)).toContain("control.sock");
  expect(feedmill(args, "status")).toMatchObject({ code: 1, err: expect.stringContaining("No feedmill serves from") });
  expect(feedmill(args, "takedown", "--list").out).toBe("No article is taken down.\n");
  await using next = await startDaemon(args);
  expect(feedmill(args, "status", "--admin-listen", "off")).toMatchObject({ code: 0, err: "" });
  // One that may not start does not take the door of the one that runs.
  await expect(startDaemon(args)).rejects.toThrow("another feedmill is using the data directory");
  expect(feedmill(args, "status").code).toBe(0);
  next.signal("SIGTERM");
  expect(await next.exited).toBe(0);
});

test.each([["takedown", "--list"], ["accept-deletions"], ["accept-ids"], ["status"], ["reload"]])(
  "%s refuses a directory that no feedmill has used, and names it",
  (...args) => {
    const data = join(temporaryDirectory(), "mistyped");
    const { code, err } = feedmill(["--data", data], ...args);
    expect({ code, err }).toEqual({ code: 1, err: expect.stringContaining(`${data} holds neither a catalog nor`) });
    expect(existsSync(data)).toBe(false);
  },
);
