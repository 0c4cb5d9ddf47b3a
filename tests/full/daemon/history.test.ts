import { join } from "node:path";
import { expect, test } from "vitest";
import { startDaemon } from "../daemon-harness.ts";
import { readPage } from "../../history-walk.ts";
import { root } from "../../root.ts";
import { temporaryDirectory } from "../../temporary-directory.ts";

test("a daemon serves its history, linked in bodies and headers, for a day at a time", async () => {
  const seeds = join(root, "seeds");
  const daemon = await startDaemon(["--seeds", seeds, "--data", temporaryDirectory()]);
  const ids = new Set<string | undefined>();
  let path: string | undefined = "/feeds/all/rss.xml";
  let pages = 0;
  while (path !== undefined) {
    const response: Response = await daemon.fetch(path);
    expect(response.status).toBe(200);
    const age = pages === 0 ? "max-age=300" : "max-age=86400";
    expect(response.headers.get("cache-control")).toContain(age);
    const link = response.headers.get("link") ?? "";
    const page = await readPage({ body: new Uint8Array(await response.arrayBuffer()) }, "rss");
    for (const id of page.ids) ids.add(id);
    const previous = page.links.get("prev-archive");
    expect(link.includes('rel="prev-archive"')).toBe(previous !== undefined);
    path = previous?.slice(daemon.url.length);
    pages += 1;
  }
  expect(pages).toBeGreaterThan(3);
  // There are thirteen samples; one of them is another's twin in the other script.
  expect(ids.size).toBe(12);
  expect((await daemon.fetch("/feeds/all/on/02-29/atom.xml")).status).toBe(200);
  expect((await daemon.fetch("/feeds/all/1999-01-01/atom.xml")).status).toBe(404);
  expect((await daemon.fetch("/feeds/all/on/02-30/atom.xml")).status).toBe(404);
});
