import { once } from "node:events";
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from "node:http";
import { createServer as createTcpServer, type Server } from "node:net";
import { text } from "node:stream/consumers";
import { gzipSync } from "node:zlib";
import { afterEach, expect, test } from "vitest";
import { WebClient, type WebClientOptions } from "./web-client.ts";

const opened: { close(): unknown }[] = [];
afterEach(async () => {
  for (const each of opened.splice(0)) await each.close();
});

function client(options: Partial<WebClientOptions> = {}): WebClient {
  const created = new WebClient({ userAgent: "test", isAllowed: () => true, ...options });
  opened.push(created);
  return created;
}

async function listening(server: Server): Promise<string> {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  opened.push(server);
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("It listens at no port.");
  return `http://127.0.0.1:${address.port}`;
}

function serving(listener: RequestListener): Promise<string> {
  return listening(createServer(listener));
}

test("an answer has its status, headers and decoded body", async () => {
  const base = await serving((request, response) => {
    response.setHeader("content-encoding", "gzip");
    response.setHeader("etag", '"1"');
    response.end(gzipSync(`${request.headers["user-agent"]} ${request.headers["if-none-match"]}`));
  });
  const answer = await client().request(`${base}/feed`, { headers: { "if-none-match": '"0"' } });
  expect([answer.status, answer.header("etag"), Buffer.from(answer.body).toString(), answer.url]).toEqual([
    200,
    '"1"',
    'test "0"',
    `${base}/feed`,
  ]);
});

async function resolveForTest(hostname: string): Promise<readonly string[]> {
  return hostname === "rebinding.example" ? ["127.0.0.1"] : [hostname];
}

test("nothing connects to a private address, however it is written or arrived at", async () => {
  const asked: string[] = [];
  const base = await serving((request, response) => {
    asked.push(request.url ?? "");
    response.end();
  });
  const { port } = new URL(base);
  const hosts = ["127.0.0.1", "[::1]", "0x7f.1", "2130706433", "127.1", "[::ffff:127.0.0.1]", "rebinding.example"];
  const strict = client({ isAllowed: () => false, resolve: resolveForTest });
  const reasons: string[] = [];
  for (const host of hosts) {
    await strict.request(`http://${host}:${port}/`).catch((error: unknown) => reasons.push(String(error)));
  }
  expect(reasons).toHaveLength(hosts.length);
  expect(reasons.filter((reason) => !reason.includes("no public address"))).toEqual([]);
  expect(asked).toEqual([]);
});

test("the address that was checked is the one connected to, though the name then resolves to another", async () => {
  const base = await serving((_request, response) => response.end("checked"));
  const { port } = new URL(base);
  const answers = [["127.0.0.1"], ["10.0.0.1"]];
  const resolve = async (): Promise<readonly string[]> => answers.shift() ?? [];
  const answer = await client({ isAllowed: (address) => address === "127.0.0.1", resolve }).request(
    `http://turning.example:${port}/`,
  );
  expect(Buffer.from(answer.body).toString()).toBe("checked");
});

test("a redirect is checked as the first address is", async () => {
  const base = await serving((_request, response) => {
    response.writeHead(302, { location: "http://169.254.169.254/latest/meta-data/" }).end();
  });
  const careful = client({ isAllowed: (address) => address === "127.0.0.1" });
  await expect(careful.request(base)).rejects.toThrow("169.254.169.254, which is no public address");
});

test("redirects are followed five times, and permanent ones say where the feed moved", async () => {
  const base = await serving((request, response) => {
    const step = Number(request.url?.slice(1));
    if (step >= 4) response.end("here");
    else response.writeHead(step < 2 ? 301 : 302, { location: `/${step + 1}` }).end();
  });
  const answer = await client().request(`${base}/0`);
  expect([answer.url, answer.movedTo]).toEqual([`${base}/4`, `${base}/2`]);
  const endless = await serving((_request, response) => response.writeHead(302, { location: "/" }).end());
  await expect(client().request(endless)).rejects.toThrow("redirects more than 5 times");
});

test("a client that follows no redirects takes one for an answer, and a request with a body is never led on", async () => {
  const asked: unknown[] = [];
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    asked.push([request.method, request.url, await text(request)]);
    response.writeHead(307, { location: "/elsewhere" }).end();
  };
  const base = await serving((request, response) => void answer(request, response));
  const careful = client({ followsRedirects: false });
  const answers = [await careful.request(base), await client().request(base, { body: "news" })];
  expect(answers.map(({ status }) => status)).toEqual([307, 307]);
  expect(asked).toEqual([
    ["GET", "/", ""],
    ["POST", "/", "news"],
  ]);
});

test("where only the status counts, a body that is too long or never ends does not", async () => {
  const base = await serving((_request, response) => response.writeHead(201).write("x".repeat(100)));
  const { status, body } = await client({ maxBytes: 10 }).request(base, { wantsNoBody: true });
  expect([status, body.length]).toEqual([201, 0]);
  await expect(client({ maxBytes: 10 }).request(base)).rejects.toThrow("more than 10 bytes");
});

test("headers meant for one origin are not sent to another", async () => {
  const seen: unknown[] = [];
  const other = await serving((request, response) => {
    seen.push(request.headers["x-key"]);
    response.end();
  });
  const base = await serving((request, response) => {
    seen.push(request.headers["x-key"]);
    response.writeHead(302, { location: other }).end();
  });
  await client().request(base, { headers: { "x-key": "secret" } });
  expect(seen).toEqual(["secret", undefined]);
});

test("a body that decodes to more than the limit, or never ends, is cut off", async () => {
  const bomb = await serving((_request, response) => {
    response.setHeader("content-encoding", "gzip");
    response.end(gzipSync(Buffer.alloc(20_000_000)));
  });
  const endless = await serving((_request, response) => {
    const write = (): void => {
      while (!response.destroyed && response.write(Buffer.alloc(65_536)));
    };
    response.on("drain", write);
    write();
  });
  for (const base of [bomb, endless]) await expect(client().request(base)).rejects.toThrow("more than 10000000 bytes");
});

test("an answer that does not come in time, breaks off or is none is told in a sentence", async () => {
  const silent = await serving(() => undefined);
  await expect(client({ timeoutMs: 50 }).request(silent)).rejects.toThrow("There was no whole answer within 0.05 s.");
  const broken = await listening(
    createTcpServer((socket) => socket.end("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nshort")),
  );
  await expect(client().request(broken)).rejects.toThrow(/^The request failed: .+\.$/);
  const garbage = await listening(createTcpServer((socket) => socket.end("no HTTP\r\n\r\n")));
  await expect(client().request(garbage)).rejects.toThrow(/^The request failed: .+\.$/);
  await expect(client().request("http://127.0.0.1:1/")).rejects.toThrow("The request failed: bad port.");
  await expect(client().request("file:///etc/passwd")).rejects.toThrow("no http or https address");
  await expect(client().request("http://user:word@example.org/")).rejects.toThrow("holds credentials");
});

test("a request that is given up ends with the reason it was given up for", async () => {
  const silent = await serving(() => undefined);
  const giveUp = new AbortController();
  const asked = client().request(silent, { signal: giveUp.signal });
  giveUp.abort(new Error("stopping"));
  await expect(asked).rejects.toThrow("stopping");
});
