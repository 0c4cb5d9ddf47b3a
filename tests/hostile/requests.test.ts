import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { failures } from "../failures.ts";
import { documents, send, startServer, type TestServer } from "../http-harness.ts";
import { openSlowClients } from "../soak/slow-clients.ts";
import {
  ambiguousBodies,
  ambiguousRequests,
  claims,
  host,
  hostFields,
  line,
  longestFields,
  oversizeRequests,
  post,
  queries,
  smuggled,
  targets,
} from "./hostile-requests.ts";
import { rawExchange, statuses } from "./raw-exchange.ts";

let server: TestServer;
beforeAll(async () => {
  server = await startServer({ publicUrl: "https://news.example" });
});
afterAll(() => server.stop());

/** What comes back, without the times of day. */
async function ask(request: string): Promise<string> {
  return (await rawExchange(server.port, request)).replaceAll(/^Date: .*\r\n/gm, "");
}

describe("whom a request is meant for", () => {
  test("a request is answered under our name alone", async () => {
    const failed = await failures(hostFields, async ([, headers, status]) => {
      expect(statuses(await ask(`${line}${headers}\r\n`))).toEqual([status]);
    });
    expect(failed).toEqual([]);
  });

  test("the host of an absolute target counts, and the field does not", async () => {
    expect(statuses(await ask(`GET http://evil.test/style.css HTTP/1.1\r\n${host}\r\n`))).toEqual([421]);
    expect(statuses(await ask("GET http://news.example/style.css HTTP/1.1\r\nHost: evil.test\r\n\r\n"))).toEqual([200]);
  });

  const paths = [
    "/style.css",
    "/feeds/all/rss.xml",
    "/feeds",
    "/rss.xml",
    "/feeds/all",
    "/nowhere",
    "/healthz",
    "/feeds/empty/",
  ];

  test("nothing a request says of hosts, clients or proxies changes a byte", async () => {
    const failed = await failures(paths, async (path) => {
      const plain = await ask(`GET ${path} HTTP/1.1\r\n${host}\r\n`);
      expect(plain).not.toContain("evil");
      const heeded: string[] = [];
      for (const claim of claims) {
        if ((await ask(`GET ${path} HTTP/1.1\r\n${host}${claim}\r\n\r\n`)) !== plain) heeded.push(claim);
      }
      expect(heeded).toEqual([]);
    });
    expect(failed).toEqual([]);
  });

  test("no query is told of in the answer", async () => {
    const failed = await failures(paths, async (path) => {
      const plain = await ask(`GET ${path} HTTP/1.1\r\n${host}\r\n`);
      const heeded: string[] = [];
      for (const query of queries) {
        if ((await ask(`GET ${path}?${query} HTTP/1.1\r\n${host}\r\n`)) !== plain) heeded.push(query);
      }
      expect(heeded).toEqual([]);
    });
    expect(failed).toEqual([]);
  });
});

describe("targets", () => {
  test("an address that is none of ours leads nowhere", async () => {
    const failed = await failures(targets, async (target) => {
      const answer = await ask(`GET ${target} HTTP/1.1\r\n${host}\r\n`);
      expect([400, 404, 421]).toContain(statuses(answer)[0]);
      expect(answer).not.toMatch(/root:|evil|passwd|Location/);
    });
    expect(failed).toEqual([]);
  });

  test("redirects lead to our own paths, whatever stands before or behind", async () => {
    for (const target of [
      "/feeds",
      "/feeds?//evil.test",
      "/rss.xml?next=https://evil.test",
      "http://news.example/feeds",
    ]) {
      const answer = await ask(`GET ${target} HTTP/1.1\r\n${host}\r\n`);
      expect(answer).toMatch(/\r\nLocation: \/(?:feeds\/all\/rss\.xml)?\r\n/);
    }
  });
});

describe("methods", () => {
  test("a method that we do not have changes and tells nothing", async () => {
    const failed = await failures(
      [
        "POST",
        "PUT",
        "DELETE",
        "PATCH",
        "TRACE",
        "PROPFIND",
        "MKCOL",
        "LOCK",
        "PURGE",
        "LINK",
        "M-SEARCH",
        "QUERY",
        "SUBSCRIBE",
      ],
      async (method) => {
        for (const path of ["/style.css", "/nowhere", "/healthz"]) {
          const answer = await ask(`${method} ${path} HTTP/1.1\r\n${host}X-Secret: evil\r\n\r\n`);
          expect(statuses(answer)).toEqual([405]);
          expect(answer).not.toContain("evil");
        }
      },
    );
    expect(failed).toEqual([]);
  });

  test("what is no method is refused", async () => {
    const failed = await failures(
      ["get", "GET\0", "GETGET", "A".repeat(20_000), "<script>", "G\u00cbT", ""],
      async (method) => {
        expect(statuses(await ask(`${method} /style.css HTTP/1.1\r\n${host}\r\n`))).toEqual([400]);
      },
    );
    expect(failed).toEqual([]);
  });

  test("CONNECT opens no tunnel", async () => {
    expect(await ask(`CONNECT evil.test:443 HTTP/1.1\r\n${host}\r\n`)).not.toMatch(/ 2\d\d /);
  });
});

/** After RFC 9112 §11.2 and the published attacks: two readings of where one request ends. */
describe("requests that two servers would part differently", () => {
  test("what can be read in two ways is refused, and the connection closed", async () => {
    const failed = await failures(ambiguousRequests, async ([, bytes]) => {
      const answer = await ask(bytes);
      expect(statuses(answer)).toEqual([400]);
      expect(answer).toMatch(/\r\nConnection: close\r\n/);
    });
    expect(failed).toEqual([]);
  });

  test("what follows a body that can be read in two ways is not answered", async () => {
    const failed = await failures(ambiguousBodies, async ([, bytes]) => {
      const answered = statuses(await ask(bytes));
      expect(answered).not.toContain(200);
      expect(answered.filter((status) => status !== 400)).toHaveLength(1);
    });
    expect(failed).toEqual([]);
  });

  test("a field in the trailer is no header", async () => {
    const chunked = `${post}Transfer-Encoding: chunked\r\nTrailer: Host\r\n\r\n0\r\nHost: evil.test\r\n\r\n`;
    expect(statuses(await ask(chunked + smuggled))).toEqual([405, 200]);
  });
});

describe("too much", () => {
  test("more than a request has is refused", async () => {
    const failed = await failures(oversizeRequests, async ([, bytes]) => {
      expect(statuses(await ask(bytes))).toEqual([431]);
    });
    expect(failed).toEqual([]);
  });

  test("as long a header as there may be is answered", async () => {
    const failed = await failures(longestFields, async ([name, value]) => {
      const isHost = name === "Host";
      // No host has such a port, so that the request is for another.
      expect(statuses(await ask(`${line}${isHost ? "" : host}${name}: ${value}\r\n\r\n`))).toEqual([
        isHost ? 421 : 200,
      ]);
    });
    expect(failed).toEqual([]);
  });

  test("100 requests in one piece are answered in their order", async () => {
    const kinds = ["/style.css", "/nowhere", "/feeds/empty/rss.xml", "/rss.xml"];
    const requests = Array.from({ length: 100 }, (_, at) => `GET ${kinds[at % 4]} HTTP/1.1\r\n${host}\r\n`);
    const expected = Array.from({ length: 100 }, (_, at) => [200, 404, 503, 301][at % 4]);
    expect(statuses(await ask(requests.join("")))).toEqual(expected);
  });

  test("more requests in one piece than that close the connection, which would have to hold all their answers", async () => {
    const socket = await opened(server.port);
    socket.pause().write(`${line}${host}\r\n`.repeat(1_000));
    await send({ port: server.port, path: "/healthz" });
    expect(statuses(await untilClosed(socket.resume())).length).toBeLessThanOrEqual(100);
  });

  test("500 readers on the hour all have their answer", async () => {
    const etag = documents.find(({ path }) => path === "/feeds/all/rss.xml")?.etag ?? "";
    const headers = { Host: "news.example", "If-None-Match": etag };
    const answers = Array.from({ length: 500 }, (_, at) =>
      send({
        port: server.port,
        path: "/feeds/all/rss.xml",
        headers: at % 5 === 0 ? { Host: "news.example" } : headers,
      }),
    );
    const counted = (await Promise.all(answers)).map(({ status }) => status);
    expect(counted.filter((status) => status === 304)).toHaveLength(400);
    expect(counted.filter((status) => status === 200)).toHaveLength(100);
  });

  test("500 connections that say nothing leave the others their answer", async () => {
    const idle = await Promise.all(Array.from({ length: 500 }, () => opened(server.port)));
    expect(statuses(await ask(`${line}${host}\r\n`))).toEqual([200]);
    for (const socket of idle) socket.destroy();
  });

  test("200 slow clients, in every way there is to be slow, leave the others their answer", async () => {
    const slow = await openSlowClients(server.port, 200, "/feeds/all/rss.xml");
    const answers = await Promise.all(Array.from({ length: 100 }, () => ask(`${line}${host}\r\n`)));
    expect(answers.map(statuses)).toEqual(answers.map(() => [200]));
    expect(slow.remaining()).toBeGreaterThan(0);
    slow.end();
  });
});

describe("slow clients", () => {
  let hurried: TestServer;
  beforeAll(async () => {
    hurried = await startServer({ timeouts: { headers: 100, request: 200, keepAlive: 100, stall: 200, check: 20 } });
  });
  afterAll(() => hurried.stop());

  test("headers that do not end are ended", async () => {
    const socket = await opened(hurried.port);
    socket.write(`${line}Host: x\r\n`);
    expect(statuses(await untilClosed(socket))).toEqual([408]);
  });

  test("headers that come byte by byte are ended", async () => {
    const socket = await opened(hurried.port);
    socket.write(line);
    const drip = setInterval(() => socket.write("x"), 10);
    await untilClosed(socket);
    clearInterval(drip);
    expect(socket.destroyed).toBe(true);
  });

  test("a connection that says nothing is closed", async () => {
    expect(statuses(await untilClosed(await opened(hurried.port)))).toEqual([408]);
  });

  test("a body that does not end is ended", async () => {
    const socket = await opened(hurried.port);
    socket.write(`${post}Content-Length: 1000\r\n\r\nx`);
    expect(statuses(await untilClosed(socket))[0]).toBe(405);
  });

  test("a client that does not read what it asks for is let go", async () => {
    const patient = await startServer({ timeouts: { stall: 200 } });
    const socket = await opened(patient.port);
    socket.pause().write(`GET /feeds/all/rss.xml HTTP/1.1\r\n${host}\r\n`.repeat(4_000));
    await send({ port: patient.port, path: "/healthz" });
    // Resolves once no connection is left.
    await patient.stop();
    expect(statuses(await untilClosed(socket.resume())).length).toBeLessThan(4_000);
  });
});

async function opened(port: number): Promise<Socket> {
  const socket = connect(port, "127.0.0.1");
  await once(socket, "connect");
  return socket.on("error", () => undefined);
}

async function untilClosed(socket: Socket): Promise<string> {
  let received = "";
  socket.on("data", (chunk) => (received += chunk.toString("latin1")));
  // `once` of node:events would reject where the server resets the connection.
  await new Promise((resolve) => socket.once("close", resolve));
  return received;
}

test("after all this, nothing has gone wrong inside", () => {
  expect(server.errors).toEqual([]);
});
