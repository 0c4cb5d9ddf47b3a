import { join } from "node:path";
import { expect, test } from "vitest";
import { send } from "../../http-harness.ts";
import { root } from "../../root.ts";
import { temporaryDirectory } from "../../../src/lib/fs/temporary-directory.fixture.ts";
import { startDaemon } from "../daemon-harness.ts";

const paths = ["/", "/feeds/all/", "/feeds/all/rss.xml", "/feeds/all/zh-hant/feed.json", "/feeds.opml", "/policy/"];

test("a site that has moved leads its readers on, and nothing that it serves names the former address", async () => {
  const args = ["--seeds", join(root, "seeds"), "--data", join(temporaryDirectory(), "data")];
  await using before = await startDaemon([...args, "--public-url", "https://old.example"]);
  before.signal("SIGTERM");
  await before.exited;

  const moved = ["--public-url", "https://new.example", "--formerly", "https://old.example"];
  await using after = await startDaemon([...args, ...moved], {}, "Feeds: ");
  const port = Number(new URL(after.url).port);
  const ask = async (Host: string): Promise<readonly unknown[]> => {
    const answers = await Promise.all(paths.map((path) => send({ port, path, headers: { Host } })));
    return answers.map(({ status, headers, text }) => [status, headers.location, text.includes("old.example")]);
  };
  const early = await ask("new.example");
  expect(early.filter((answer) => JSON.stringify(answer) !== "[503,null,false]")).toEqual([]);
  await after.line("Found ");
  expect(await ask("new.example")).toEqual(paths.map(() => [200, undefined, false]));
  expect(await ask("old.example")).toEqual(paths.map((path) => [301, `https://new.example${path}`, false]));
});
