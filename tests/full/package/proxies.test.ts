import { once } from "node:events";
import { createServer, type IncomingHttpHeaders } from "node:http";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { expect, onTestFinished, test } from "vitest";
import { startDaemon, type DaemonProcess } from "../daemon-harness.ts";
import { freePort } from "../../free-port.ts";
import { root } from "../../root.ts";
import { temporaryDirectory } from "../../../src/lib/fs/temporary-directory.fixture.ts";
import { asker, caddy, hasProgram, host, nginxWith, startProxy, type Answer, type Ask, type Proxy } from "./proxy.ts";

const feed = "/feeds/all/atom.xml";

const nginx = { ...nginxWith("nginx.conf"), isInstalled: hasProgram("nginx") };
const proxies = [nginx, { ...caddy, isInstalled: hasProgram("caddy") }];

async function start(proxy: Proxy): Promise<{ daemon: DaemonProcess; direct: Ask; proxied: Ask }> {
  const directory = temporaryDirectory();
  const upstream = await freePort();
  const args = ["--seeds", join(root, "seeds"), "--data", join(directory, "data"), "--public-url", `http://${host}`];
  const daemon = await startDaemon([...args, "--port", String(upstream)]);
  return { daemon, direct: asker(upstream), proxied: await startProxy(proxy, directory, upstream) };
}

const kept = [
  "etag",
  "last-modified",
  "cache-control",
  "vary",
  "content-encoding",
  "content-type",
  "content-length",
  "link",
];

function substance({ status, headers, body }: Answer): unknown {
  return { status, headers: kept.map((name) => [name, headers[name]]), body: body.toString("base64") };
}

for (const proxy of proxies) {
  test.skipIf(!proxy.isInstalled)(
    `${proxy.program} passes every coding and validator on as it is, kept or not`,
    async () => {
      const { direct, proxied } = await start(proxy);
      for (const coding of ["identity", "gzip", "br", "zstd"]) {
        const headers = { "accept-encoding": coding };
        const expected = substance(await direct(feed, headers));
        for (let turn = 0; turn < 2; turn++) expect(substance(await proxied(feed, headers))).toEqual(expected);
      }
      expect(substance(await proxied(feed))).toEqual(substance(await direct(feed)));
    },
  );

  test.skipIf(!proxy.isInstalled)(`${proxy.program} lets readers revalidate, and other hosts be refused`, async () => {
    const { direct, proxied } = await start(proxy);
    const { headers } = await direct(feed);
    const etag = headers.etag ?? "";
    const lastModified = headers["last-modified"] ?? "";
    for (let turn = 0; turn < 2; turn++) {
      expect(await proxied(feed, { "if-none-match": etag })).toMatchObject({ status: 304, headers: { etag } });
      expect((await proxied(feed, { "if-none-match": 'W/"another"' })).status).toBe(200);
      expect((await proxied(feed, { "if-modified-since": lastModified })).status).toBe(304);
      expect((await proxied(feed, { host: "another.example" })).status).toBe(421);
      expect((await proxied("/feeds/nothing/rss.xml")).status).toBe(404);
    }
  });
}

/** Queries that select, queries that only look like it, and queries that would pass for another under a careless key. */
const queries = [
  "",
  "?limit=1",
  "?limit=2",
  "?limit=01",
  "?LIMIT=1",
  "?Limit=2",
  "?limi%74=1",
  "?limit%3D1",
  "?limit",
  "?limit&limit=3",
  "?limit=4&limit=1",
  "?x=1&limit=5",
  "?x=1;limit=5",
  "?x=1?limit=5",
  "?xlimit=5",
  "?+limit=5",
  "?limit=1&entries=summary",
  "?entries=summary",
  "?ENTRIES=summary",
  "?entries=full",
  "?entries=summary&entries=full",
  "?entries=nonsense",
  "?q=%E7%81%AB%E8%BD%A6%E7%AB%99",
  "?%71=%E7%81%AB%E8%BD%A6%E7%AB%99",
  "?Q=%E7%81%AB%E8%BD%A6%E7%AB%99",
  "?q=-zzz",
  "?q=%2Dzzz",
  "?q=-zzz&q=nothing",
  "?q=nothing&q=-zzz",
  "?q=a%26limit%3D1",
  "?q=nothing%3Fq%3D-zzz",
  "?q=nothing&limit=1",
  "?limit=1&q=nothing",
  "?q=(",
  "?page=2",
  "?q=-zzz&page=2",
  "?q=-zzz&PAGE=2",
  "?q=-zzz&p%61ge=2",
  "?q=nothing&page=0",
  "?q=-zzz&stories=together",
  "?q=-zzz&order=relevance",
  "?q=-zzz&STORIES=together",
];

test.each(proxies.filter(({ isInstalled }) => isInstalled))(
  "$program gives no request another's answer, for any parameter and spelling that selects",
  async (proxy) => {
    const { direct, proxied } = await start(proxy);
    // Of two that share a copy the second gets the first's answer: in one of two orders it shows.
    const walks = [
      { paths: [feed, "/feeds/nyt-zh/zh-hant/feed.json", "/search", "/search/rss.xml"], queries },
      { paths: ["/feeds/all/rss.xml", "/en/search", "/search/feed.json"], queries: queries.toReversed() },
    ];
    const differing: string[] = [];
    for (const target of walks.flatMap((walk) =>
      walk.paths.flatMap((path) => walk.queries.map((query) => path + query)),
    )) {
      const [expected, answer] = [await direct(target), await proxied(target)];
      if (!isDeepStrictEqual(substance(answer), substance(expected))) differing.push(target);
    }
    expect(differing).toEqual([]);
  },
);

test.skipIf(!nginx.isInstalled)(
  "nginx keeps one copy of a feed, whatever is appended to its address, and no copy of another",
  async () => {
    const { daemon, proxied } = await start(nginx);
    const cacheStates: unknown[] = [];
    for (const path of [feed, feed, `${feed}?utm_source=reader`, `${feed}?q=1`, `${feed}?q=1`, `${feed}?q=2`]) {
      const { status, headers } = await proxied(path);
      cacheStates.push([status, headers["x-cache"]]);
    }
    expect(cacheStates).toEqual([
      [200, "MISS"],
      [200, "HIT"],
      [200, "HIT"],
      [200, "MISS"],
      [200, "HIT"],
      [200, "MISS"],
    ]);
    expect((await proxied("/feeds/all/atom%2Exml")).status).toBe(404);

    daemon.signal("SIGTERM");
    await daemon.exited;
    expect((await proxied(feed)).status).toBe(200);
  },
);

test.each(proxies.filter(({ isInstalled }) => isInstalled))(
  "$program asks for a delta only where it keeps no copy",
  async (proxy) => {
    const asked: IncomingHttpHeaders[] = [];
    const upstream = createServer(({ headers }, response) => {
      asked.push(headers);
      response.end();
    }).listen(0, "127.0.0.1");
    onTestFinished(() => void upstream.close());
    await once(upstream, "listening");
    const address = upstream.address();
    if (address === null || typeof address === "string") throw new Error("no port was given");
    const proxied = await startProxy(proxy, temporaryDirectory(), address.port);
    await proxied(feed, { "a-im": "feed", "if-none-match": 'W/"1"' });
    const passed = ["a-im", "if-none-match"].map((name) => asked.at(-1)?.[name]);
    expect(passed).toEqual(proxy.program === "caddy" ? ["feed", 'W/"1"'] : [undefined, undefined]);
  },
);

test.skipIf(!nginx.isInstalled)(
  "nginx before three machines answers from the one that is there, whichever it is",
  async () => {
    const gone = await freePort();
    for (const there of ["node1", "node2", "node3"]) {
      const proxy = nginxWith("nginx-nodes.conf", (site, upstream) =>
        site.replaceAll(/(node\d):8080/g, (_, node: string) => `127.0.0.1:${node === there ? upstream : gone}`),
      );
      const { daemon, direct, proxied } = await start(proxy);
      for (let turn = 0; turn < 3; turn++)
        expect(substance(await proxied(feed))).toEqual(substance(await direct(feed)));
      daemon.signal("SIGTERM");
      await daemon.exited;
    }
  },
);

test.skipIf(!nginx.isInstalled)(
  "nginx before three machines asks the others for feeds that one has not, and for nothing else",
  async () => {
    const [waiting, nowhere] = [await freePort(), await freePort()];
    const args = ["--data", temporaryDirectory(), "--public-url", `http://${host}`, "--port", String(waiting)];
    const catalog = ["--catalog", `postgres://feedmill@127.0.0.1:${nowhere}/feedmill`];
    await startDaemon([...args, ...catalog], {}, "feedmill waits for it");
    expect((await asker(waiting)(feed)).status).toBe(503);
    for (const there of ["node1", "node2", "node3", "none"]) {
      const proxy = nginxWith("nginx-nodes.conf", (site, upstream) => {
        // The machine that the client stays at has nothing, whichever it is.
        const [first = "", others = ""] = site.split(/(?=upstream feedmill-others)/);
        const placed = others.replaceAll(/node\d:8080/g, (node) =>
          node.startsWith(there) ? `127.0.0.1:${upstream}` : `127.0.0.1:${waiting}`,
        );
        return `${first.replaceAll(/node\d:8080/g, `127.0.0.1:${waiting}`)}${placed}`;
      });
      const { daemon, direct, proxied } = await start(proxy);
      const expected = await (there === "none" ? asker(waiting) : direct)(feed);
      for (let turn = 0; turn < 8; turn++) expect(substance(await proxied(feed))).toEqual(substance(expected));
      expect((await direct("/search?q=x")).status).toBe(200);
      expect((await proxied("/search?q=x")).status).toBe(503);
      daemon.signal("SIGTERM");
      await daemon.exited;
    }
  },
);
