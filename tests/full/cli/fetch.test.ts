import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { afterEach, beforeEach, expect, test } from "vitest";
import { root } from "../../root.ts";
import { createWorkplace, type CliRun, type Workplace } from "./workplace.ts";

let place: Workplace;
let base: string;
let pages: Record<string, string>;
const server = createServer((request: IncomingMessage, response: ServerResponse) => {
  const page = pages[request.url ?? ""];
  if (request.headers["x-key"] === "wrong" || page === undefined) response.writeHead(404).end();
  else response.end(page);
});

beforeEach(async () => {
  place = createWorkplace();
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  base = typeof address === "object" && address !== null ? `http://127.0.0.1:${address.port}` : "";
  pages = {
    "/feed.xml": feedOf("桥修好了", "天气"),
    "/named": '<html><head><link rel="alternate" type="application/rss+xml" href="/feed.xml"></head>',
    "/unnamed": "<html><p>Nothing here</p>",
    "/article": `<html><body><article>${"<p>全文很长，说了桥怎样修好，也说了谁修的。</p>".repeat(20)}</article></body></html>`,
  };
});
afterEach(() => server.close());

function feedOf(...titles: readonly string[]): string {
  const items = titles.map(
    (title) =>
      `<item><title>${title}</title><link>${base}/article</link><guid>${title}</guid><description>短。</description></item>`,
  );
  return `<rss version="2.0"><channel><title>某报\u009b31m</title>${items.join("")}</channel></rss>`;
}

/** Beside this process, which is the web that it asks. */
async function fetchCommand(...args: readonly string[]): Promise<CliRun> {
  const command = [
    join(root, "src/main.ts"),
    "fetch",
    ...args,
    "--sources",
    "sources.yaml",
    "--fetch-allow",
    "loopback",
  ];
  const child = spawn(process.execPath, command, { cwd: place.path, env: { PATH: process.env["PATH"], KEY: "right" } });
  const exited = once(child, "exit");
  const [out, err] = await Promise.all([text(child.stdout), text(child.stderr)]);
  const [code] = await exited;
  return { code, out, err };
}

function sourcesFile(): string {
  return readFileSync(join(place.path, "sources.yaml"), "utf8");
}

test("add finds the feed that a page names, else one at a usual place, and lists it once", async () => {
  for (const path of ["/named", "/unnamed", "/feed.xml"]) {
    const { code, out } = await fetchCommand("add", base + path, "--into", "outlet");
    expect([code, out]).toEqual([0, expect.stringContaining("2 entries, half of them longer than")]);
    expect(out).toContain(path === "/named" ? "Added to" : "Already in");
    expect(out).not.toContain("\u009b");
  }
  expect(sourcesFile()).toContain(`- url: ${base}/feed.xml\n    into: outlet\n`);
  expect((await fetchCommand("list")).out).toMatch(/feed\.xml +outlet +– +– +not polled yet$/m);
});

test("what cannot be listed is told of, and spoils no list", async () => {
  pages = {};
  expect(await fetchCommand("add", `${base}/unnamed`)).toMatchObject({
    code: 1,
    err: expect.stringContaining("No feed"),
  });
  pages = { "/feed.xml": feedOf("a") };
  const { code, err } = await fetchCommand("add", `${base}/feed.xml`, "--into", "../outside");
  expect([code, err]).toEqual([1, expect.stringContaining("This must be a folder below the archive")]);
  const outlines = [`${base}/1`, `${base}/2`, `${base}/1`, "feed://a.example/"].map(
    (url) => `<outline xmlUrl="${url}"/>`,
  );
  place.write("list.opml", `<opml version="2.0"><body><outline text="x">${outlines.join("")}</outline></body></opml>`);
  const imported = await fetchCommand("import", "list.opml");
  expect(imported.out).toMatch(/^Added 2 sources to .*sources\.yaml; 1 were listed already\.$/m);
  expect(imported.out).toContain("Left out feed://a.example/: url: This must be an absolute http or https address");
  expect(JSON.parse((await fetchCommand("list", "--json")).out)).toHaveLength(2);
});

test("a source is tested as it is listed: its files are shown, and none is written", async () => {
  const plain = await fetchCommand("test", `${base}/feed.xml`);
  expect(plain.out).toContain("2 article files would be written.");
  place.write(
    "sources.yaml",
    `sources: [{ url: "${base}/feed.xml", into: outlet, only: 桥, full-text: readability, headers: { X-Key: "\${KEY}" } }]`,
  );
  const { code, out } = await fetchCommand("test", `${base}/feed.xml`);
  expect(code).toBe(0);
  expect(out).toMatch(/^=== undated-[0-9a-f]{16}\.txt$/m);
  expect(out).toContain("也说了谁修的");
  expect(out).toContain("1 entry would be left out: only, except.\n1 article file would be written.");
});

test("a source that fails makes --once tell, and the others are written", async () => {
  place.write("sources.yaml", `sources: [{ url: "${base}/feed.xml", into: a }, { url: "${base}/none", into: b }]`);
  const { code, out } = await fetchCommand("--once", "--seeds", "seeds", "--data", "data");
  expect(code).toBe(0);
  expect(out).toContain("It answered 404.");
  const { out: listed } = await fetchCommand("list", "--data", "data");
  expect(listed).toMatch(/feed\.xml +a +20\S+ +2 *$/m);
  expect(listed).toMatch(/none +b +– +0 +It answered 404\.$/m);
});
