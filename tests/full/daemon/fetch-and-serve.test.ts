import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { temporaryDirectory } from "../../../src/lib/fs/temporary-directory.fixture.ts";
import { send } from "../../http-harness.ts";
import { root } from "../../root.ts";
import { startDaemon } from "../daemon-harness.ts";

/** So seldom that it does not happen while the test runs: what shows is shown because its file appeared. */
const neverScans = ["--scan-every", "0 0 29 2 *"];

function feedOf(ids: readonly string[]): string {
  const items = ids.map(
    (id) =>
      `<item><title>条目 ${id}</title><link>https://outlet.example/${id}</link><description>正文。</description></item>`,
  );
  return `<rss version="2.0"><channel><title>T</title>${items.join("")}</channel></rss>`;
}

test("with serve on the same machine, what a source publishes is in the feeds once its file is there, without a scan", async () => {
  const published = ["1"];
  const upstream = createServer((request, response) => {
    if (request.url === "/gone") response.writeHead(410).end();
    else response.end(feedOf(published));
  });
  upstream.listen(0, "127.0.0.1");
  await once(upstream, "listening");
  onTestFinished(() => void upstream.close());
  const address = upstream.address();
  const base = typeof address === "object" && address !== null ? `http://127.0.0.1:${address.port}` : "";

  const directory = temporaryDirectory();
  const [seeds, data] = [join(directory, "seeds"), join(directory, "data")];
  const sources = join(directory, "sources.yaml");
  mkdirSync(seeds);
  writeFileSync(sources, `sources: [{ url: "${base}/feed", into: outlet }]\n`);
  const daemon = await startDaemon(["--seeds", seeds, "--data", data, "--admin-listen", "127.0.0.1:0", ...neverScans]);

  const settings = ["--seeds", seeds, "--data", data, "--sources", sources, "--fetch-allow", "loopback"];
  const fetching = spawn(process.execPath, ["src/main.ts", "fetch", ...settings], { cwd: root, stdio: "ignore" });
  const exited = once(fetching, "exit");
  onTestFinished(() => void fetching.kill("SIGKILL"));
  const titles = async (): Promise<readonly string[]> => {
    const answer = await daemon.fetch("/feeds/all/feed.json");
    const feed: { items?: { title: string }[] } = answer.status === 200 ? JSON.parse(await answer.text()) : {};
    return (feed.items ?? []).map(({ title }) => title);
  };
  await expect.poll(titles, { timeout: 20_000 }).toEqual(["条目 1"]);

  // An edit of the list takes effect at once: both sources are asked, one of them has something new.
  published.unshift("2");
  writeFileSync(
    sources,
    `sources: [{ url: "${base}/feed?again", into: outlet }, { url: "${base}/gone", into: gone }]\n`,
  );
  await expect.poll(async () => (await titles()).toSorted(), { timeout: 20_000 }).toEqual(["条目 1", "条目 2"]);
  const page = async (): Promise<string> => (await send({ port: daemon.adminPort, path: "/sources" })).text;
  await expect.poll(page, { timeout: 20_000 }).toContain("It answered 410 Gone, and is polled no more.");
  expect(await page()).toContain(`${base}/feed?again`);
  expect(await page()).not.toContain(`${base}/feed<`);
  const status = spawnSync(process.execPath, ["src/main.ts", "status", "--data", data], {
    cwd: root,
    encoding: "utf8",
  });
  expect(status.status).toBe(1);
  expect(status.stdout).toMatch(/\/feed\?again +.*ago +in .* +1 +0 *$/m);
  expect(status.stdout).toMatch(/\/gone +never +never +0 +1 +It answered 410 Gone/m);

  fetching.kill("SIGTERM");
  expect(await exited).toEqual([0, null]);
});
