import { once } from "node:events";
import { createServer } from "node:http";
import { expect, onTestFinished, test } from "vitest";
import { WebClient } from "../lib/net/web-client.ts";
import { articleIn, PageReader } from "./read-page.ts";

const sentence = "The council met on Monday and agreed to mend the old bridge before the winter floods come again. ";

test("an article is found among what surrounds it, with addresses that lead there from anywhere", () => {
  const html = `<html><head><title>T</title></head><body><nav><a href="/">Home</a></nav>
    <article><h1>The bridge</h1><p>${sentence.repeat(4)}</p><p><img src="b.jpg">${sentence.repeat(4)}<a href="/n">note</a></p></article>
    <footer>All rights reserved</footer></body></html>`;
  const article = articleIn(html, "https://outlet.example/news/1");
  expect(article).toContain("mend the old bridge");
  expect(article).toContain('src="https://outlet.example/news/b.jpg"');
  expect(article).toContain('href="https://outlet.example/n"');
  expect(article).not.toContain("Home");
});

test("a page without an article gives none, nor one that is beyond what an article's may be", () => {
  const pages = ["", "<div>".repeat(100_000), `<article>${"<p>A word, and another.</p>".repeat(60_000)}</article>`];
  expect(pages.map((html) => articleIn(html, "https://outlet.example/"))).toEqual(pages.map(() => undefined));
});

test("a page is read where robots.txt allows it or is not there, which is asked once a day of a host", async () => {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const host = (request.headers.host ?? "").split(".")[0] ?? "";
    asked.push(`${host}${request.url}`);
    if (request.url !== "/robots.txt") response.end(`<article><p>${sentence.repeat(4)}</p></article>`);
    else if (host === "refusing") response.end("User-agent: feedmill\nDisallow: /private/");
    else response.writeHead(host === "broken" ? 503 : 404).end();
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const client = new WebClient({ userAgent: "test", isAllowed: () => true, resolve: async () => ["127.0.0.1"] });
  onTestFinished(async () => {
    await client.close();
    server.close();
  });
  const { port = 0 } = Object(server.address());
  let now = new Date("2026-01-01T00:00:00Z");
  const reader = new PageReader(client, () => now);
  const isRead = async (page: string): Promise<boolean> => {
    const [host = "", path = ""] = page.split(" ");
    const url = `http://${host}.example:${port}${path}`;
    return (await reader.read(url, new AbortController().signal))?.includes("the old bridge") === true;
  };
  const pages = ["open /1", "open /2", "refusing /1", "refusing /private/1", "broken /1"];
  const read: boolean[] = [];
  for (const page of pages) read.push(await isRead(page));
  expect(read).toEqual([true, true, true, false, false]);
  now = new Date("2026-01-02T01:00:00Z");
  expect(await isRead("open /3")).toBe(true);
  expect(asked).toEqual([
    "open/robots.txt",
    "open/1",
    "open/2",
    "refusing/robots.txt",
    "refusing/1",
    "broken/robots.txt",
    "open/robots.txt",
    "open/3",
  ]);
});
