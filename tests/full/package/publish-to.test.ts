import { cpSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { temporaryDirectory } from "../../../src/lib/fs/temporary-directory.fixture.ts";
import { filesBelow } from "../../files-below.ts";
import { freePort } from "../../free-port.ts";
import { nginxHasBrotli } from "../../nginx.ts";
import { root } from "../../root.ts";
import { startDaemon, type DaemonProcess } from "../daemon-harness.ts";
import { articleFile, everySecond } from "../faults/fault-sandbox.ts";
import { asker, hasProgram, host, nginxWith, startProxy, type Answer, type Ask } from "./proxy.ts";

interface Site {
  readonly archive: string;
  readonly daemon: DaemonProcess;
  /** Asks feedmill. */
  readonly direct: Ask;
  /** Asks nginx, with the example for published files. */
  readonly proxied: Ask;
  /** Paths of the published documents. */
  readonly paths: readonly string[];
}

async function start(): Promise<Site> {
  const directory = temporaryDirectory();
  const [archive, published] = [join(directory, "archive"), join(directory, "www")];
  cpSync(join(root, "seeds"), archive, { recursive: true });
  const port = await freePort();
  const places = ["--seeds", archive, "--data", join(directory, "data"), "--publish-to", published];
  const address = ["--public-url", `http://${host}`, "--port", String(port)];
  const daemon = await startDaemon([...places, ...address, ...everySecond]);
  const current = join(published, "current");
  const paths = (): string[] =>
    filesBelow(current)
      .map((path) => path.slice(current.length))
      .filter((path) => !/\.(?:gz|br|zst)$/.test(path));
  await expect.poll(paths).toContain("/feeds/all/rss.xml");
  const nginx = nginxWith("nginx-publish-to.conf", (site) => site.replace("/srv/feedmill", published));
  return { archive, daemon, direct: asker(port), proxied: await startProxy(nginx, directory, port), paths: paths() };
}

const withoutCoding = { identity: (body: Buffer) => body, gzip: gunzipSync, br: brotliDecompressSync };
const codings = ["identity", "gzip", "br"] as const;

/** What nginx has to say of a file as feedmill does of its document. */
const alike = ["content-type", "content-encoding", "content-length", "last-modified", "vary"];
/** Feedmill says of pictures and of what pages load how long they are fresh, and search engines may have them. */
const alikeOfFeeds = ["cache-control", "access-control-allow-origin", "x-robots-tag", "x-content-type-options"];

function substance({ status, headers, body }: Answer, path: string): unknown {
  const names = path.startsWith("/feeds") ? [...alike, ...alikeOfFeeds] : alike;
  return { status, headers: names.map((name) => [name, headers[name]]), body: body.toString("base64") };
}

const canRun = hasProgram("nginx") && nginxHasBrotli;

const isFeedmills = ({ headers }: Answer): boolean => headers.etag?.startsWith("W/") === true;

describe.skipIf(!canRun)("nginx, with its module for brotli, over published files", () => {
  test("sends each document in every coding with feedmill's bytes, types and times, and lets readers revalidate", async () => {
    const { daemon, direct, proxied, paths } = await start();
    const differing: string[] = [];
    for (const path of paths) {
      for (const coding of codings) {
        const accepted = { "accept-encoding": coding };
        const [expected, answer] = [await direct(path, accepted), await proxied(path, accepted)];
        if (isFeedmills(answer)) differing.push(`${path} ${coding} is not sent by nginx`);
        if (!isDeepStrictEqual(substance(answer, path), substance(expected, path))) differing.push(`${path} ${coding}`);
        const [etag = "", time = ""] = [answer.headers.etag, answer.headers["last-modified"]];
        const later = new Date(Date.parse(time) + 60_000).toUTCString();
        const earlier = new Date(Date.parse(time) - 1000).toUTCString();
        const expectations: (readonly [number, Readonly<Record<string, string>>])[] = [
          [304, { "if-none-match": etag }],
          [200, { "if-none-match": '"another"' }],
          [304, { "if-modified-since": time }],
          [304, { "if-modified-since": later }],
          [200, { "if-modified-since": earlier }],
        ];
        for (const [status, condition] of expectations) {
          const { status: given, headers } = await proxied(path, { ...accepted, ...condition });
          const isRight = given === status && (given === 200 || headers.etag === etag);
          if (!isRight) differing.push(`${path} ${coding} ${JSON.stringify(condition)}: ${given}`);
        }
      }
    }
    expect(paths.length).toBeGreaterThan(20);
    expect(differing).toEqual([]);
    daemon.signal("SIGTERM");
    await daemon.exited;
    expect((await proxied("/feeds/all/rss.xml")).status).toBe(200);
  });

  test("asks feedmill for everything that is no published document under its own address", async () => {
    const { direct, proxied } = await start();
    const asked: (readonly [string, string?])[] = [
      ["/"],
      ["/feeds/all/"],
      ["/feeds/all"],
      ["/feeds"],
      ["/rss.xml"],
      ["/.well-known/feeds"],
      ["/feeds/all/zh-hant/rss.xml"],
      ["/feeds/all/rss.xml?limit=1"],
      ["/feeds/all/rss.xml?utm_source=reader"],
      ["/feeds/all/rss%2Exml"],
      ["/feeds/./all/rss.xml"],
      ["/feeds/all/../all/rss.xml"],
      ["//feeds/all/rss.xml"],
      ["/feeds/all/rss.xml.gz"],
      ["/feeds/all/rss.xml/"],
      ["/feeds/none/rss.xml"],
      ["/.feedmill-publish-to"],
      ["/search?q=%E4%B8%AD%E5%9B%BD"],
      ["/feeds/all/rss.xml", "another.example"],
      ["/style.css", "another.example"],
    ];
    const differing: string[] = [];
    for (const [path, name = host] of asked) {
      const [expected, answer] = [await direct(path, { host: name }), await proxied(path, { host: name })];
      const facts = [expected, answer].map(({ status, headers: { etag, location }, body }) => {
        return { status, etag, location, body: body.toString("base64") };
      });
      if (!isDeepStrictEqual(facts[0], facts[1])) differing.push(`${path} of ${name}: ${answer.status}`);
    }
    expect(differing).toEqual([]);
  });

  test("shows a client every edition, and none of a feed that is older than it has seen, while it polls", async () => {
    const { archive, daemon, proxied } = await start();
    const polled = ["all", "voa-zh"].flatMap((name) =>
      ["rss.xml", "atom.xml", "feed.json"].map((file) => `/feeds/${name}/${file}`),
    );
    const editions = 12;
    const steps: string[] = [];
    const newest = new Map<string, number>();
    const poll = async (path: string, coding: keyof typeof withoutCoding): Promise<number> => {
      const { body, headers } = await proxied(path, { "accept-encoding": coding });
      const text = withoutCoding[coding](body).toString();
      if (headers.etag?.startsWith("W/") === true) steps.push(`${path} was sent by feedmill`);
      const shown = Math.max(0, ...Array.from(text.matchAll(/第(\d+)篇/g), ([, number]) => Number(number)));
      const before = newest.get(path) ?? 0;
      if (shown < before) steps.push(`${path} showed ${shown} after ${before}`);
      newest.set(path, Math.max(before, shown));
      return shown;
    };
    for (let number = 1; number <= editions; number++) {
      writeFileSync(join(archive, `${number}.txt`), articleFile(number));
      for (let shown = 0; shown < polled.length;) {
        shown = 0;
        for (const [at, path] of polled.entries()) {
          if ((await poll(path, codings[at % codings.length] ?? "identity")) === number) shown++;
        }
      }
    }
    expect(steps).toEqual([]);
    expect(daemon.process.exitCode).toBeNull();
  });
});
