import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { readFileSync, writeFileSync } from "node:fs";
import { createServer, get, type IncomingHttpHeaders, type IncomingMessage } from "node:http";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { isDeepStrictEqual } from "node:util";
import { expect, onTestFinished, test } from "vitest";
import { startDaemon, type DaemonProcess } from "../daemon-harness.ts";
import { freePort } from "../../free-port.ts";
import { root } from "../../root.ts";
import { temporaryDirectory } from "../../../src/lib/fs/temporary-directory.fixture.ts";

const host = "feeds.example.org";
const feed = "/feeds/all/atom.xml";

interface Proxy {
  readonly program: string;
  /** Writes its configuration, ours but for addresses and places, into a directory; returns the command that runs it. */
  readonly configure: (directory: string, listen: number, upstream: number) => readonly string[];
}

const nginx: Proxy = {
  program: "nginx",
  configure(directory, listen, upstream) {
    const site = readFileSync(join(root, "packaging/nginx.conf"), "utf8")
      .replace("listen 80;", `listen 127.0.0.1:${listen};`)
      .replace("listen [::]:80;", "")
      .replace("127.0.0.1:8080", `127.0.0.1:${upstream}`)
      .replace("/var/cache/nginx/feedmill", join(directory, "cache"));
    const temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
      .map((name) => `${name}_temp_path ${join(directory, name)};`)
      .join(" ");
    const user = process.getuid?.() === 0 ? "user root;" : "";
    const whole = `${user} daemon off; pid ${directory}/pid; error_log stderr; events {} http { access_log off; ${temporary} ${site} }`;
    const file = join(directory, "nginx.conf");
    writeFileSync(file, whole);
    return ["-c", file, "-p", directory, "-e", "stderr"];
  },
};

const caddy: Proxy = {
  program: "caddy",
  configure(directory, listen, upstream) {
    const site = readFileSync(join(root, "packaging/Caddyfile"), "utf8")
      .replace(`${host} {`, `http://:${listen} {\n\tbind 127.0.0.1`)
      .replace("127.0.0.1:8080", `127.0.0.1:${upstream}`);
    const file = join(directory, "Caddyfile");
    writeFileSync(file, `{\n\tadmin off\n\tauto_https off\n}\n${site}`);
    return ["run", "--adapter", "caddyfile", "--config", file];
  },
};

const proxies = [nginx, caddy].map((proxy) => ({
  ...proxy,
  // nginx lies where only root looks for programs.
  isInstalled:
    spawnSync(proxy.program, [proxy === nginx ? "-v" : "version"], { env: environment() }).error === undefined,
}));

function environment(home = "/nowhere"): NodeJS.ProcessEnv {
  return { PATH: `${process.env["PATH"]}:/usr/sbin`, HOME: home, XDG_DATA_HOME: home, XDG_CONFIG_HOME: home };
}

type Ask = (path: string, headers?: Readonly<Record<string, string>>) => Promise<Answer>;

interface Answer {
  readonly status: number | undefined;
  readonly headers: IncomingMessage["headers"];
  readonly body: Buffer;
}

/** Fetch would choose `Host` and undo codings by itself. */
function asker(port: number): Ask {
  return async (path, headers = {}) => {
    const request = get({ host: "127.0.0.1", port, path, headers: { host, ...headers }, agent: false });
    const [response] = await once(request, "response");
    const { statusCode: status, headers: sent }: IncomingMessage = response;
    return { status, headers: sent, body: await buffer(response) };
  };
}

async function start(proxy: Proxy): Promise<{ daemon: DaemonProcess; direct: Ask; proxied: Ask }> {
  const directory = temporaryDirectory();
  const upstream = await freePort();
  const args = ["--seeds", join(root, "seeds"), "--data", join(directory, "data"), "--public-url", `http://${host}`];
  const daemon = await startDaemon([...args, "--port", String(upstream)]);
  return { daemon, direct: asker(upstream), proxied: await startProxy(proxy, directory, upstream) };
}

/** Starts a proxy in front of what answers `/healthz` at a port. */
async function startProxy({ program, configure }: Proxy, directory: string, upstream: number): Promise<Ask> {
  const listen = await freePort();
  const child = spawn(program, configure(directory, listen, upstream), {
    env: environment(directory),
    stdio: ["ignore", "pipe", "pipe"],
  });
  const said: string[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => said.push(chunk.toString()));
  const exited = once(child, "exit");
  onTestFinished(async () => {
    child.kill("SIGTERM");
    await exited;
  });
  const proxied = asker(listen);
  for (;;) {
    if (
      await proxied("/healthz").then(
        ({ status }) => status === 200,
        () => false,
      )
    )
      break;
    if (child.exitCode !== null) throw new Error(`${program} did not start:\n${said.join("")}`);
  }
  return proxied;
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

test.skipIf(!proxies[0]?.isInstalled)(
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
