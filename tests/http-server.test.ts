import { EventEmitter, once } from "node:events";
import { stat, writeFile } from "node:fs/promises";
import { Agent, type IncomingMessage, type ServerResponse } from "node:http";
import { connect, createServer as createNetServer, type Socket } from "node:net";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { beforeEach, expect, test } from "vitest";
import { HttpServer } from "../src/http/server.ts";
import { temporaryDirectory } from "../src/lib/fs/temporary-directory.fixture.ts";
import { send, startServer } from "./http-harness.ts";

let directory: string;
beforeEach(async () => {
  directory = temporaryDirectory();
});

interface HeldServer {
  readonly server: HttpServer;
  readonly port: number;
  /** Resolves with the answers that wait once there are so many. */
  readonly held: (count: number) => Promise<readonly ServerResponse[]>;
}

/** A server whose answers are held until the test gives them, but for `/now`. */
async function startHeld(): Promise<HeldServer> {
  const waiting: ServerResponse[] = [];
  const arrivals = new EventEmitter();
  const server = new HttpServer((request, response) => {
    if (request.url === "/now") response.end("now");
    else waiting.push(response);
    arrivals.emit("request");
  });
  const address = await server.listen({ host: "127.0.0.1", port: 0 });
  if (typeof address === "string") throw new Error("A port was expected.");
  const held = async (count: number): Promise<readonly ServerResponse[]> => {
    while (waiting.length < count) await once(arrivals, "request");
    return waiting;
  };
  return { server, port: address.port, held };
}

const slowRequest = "GET /slow HTTP/1.1\r\nHost: x\r\n\r\n";

test("closing lets a request under way finish, says that the connection ends, and takes no new one", async () => {
  const { server, port, held } = await startHeld();
  const agent = new Agent({ keepAlive: true });
  const answer = send({ port, path: "/slow", agent });
  const [response] = await held(1);
  const closed = server.close();
  await expect(send({ port, path: "/now" })).rejects.toMatchObject({ code: "ECONNREFUSED" });
  response?.end("whole");
  expect((await answer).text).toBe("whole");
  await closed;
  agent.destroy();
});

test("closing closes connections that are idle", async () => {
  const { server, port } = await startHeld();
  const socket = connect(port, "127.0.0.1");
  socket.write("GET /now HTTP/1.1\r\nHost: x\r\n\r\n");
  await once(socket, "data");
  const ended = once(socket.resume(), "close");
  await server.close();
  await ended;
  expect(socket.destroyed).toBe(true);
});

test("a burst that is under way when closing begins is answered whole, to the last", async () => {
  const { server, port, held } = await startHeld();
  const agent = new Agent({ keepAlive: true });
  const answers = Array.from({ length: 200 }, (_, index) => send({ port, path: `/slow/${index}`, agent }));
  const responses = await held(200);
  const closed = server.close();
  for (const response of responses) response.end(response.req.url);
  const texts = (await Promise.all(answers)).map((answer) => answer.text);
  expect(texts).toEqual(answers.map((_, index) => `/slow/${index}`));
  await closed;
  agent.destroy();
});

test("a request that arrives on a busy connection while closing is answered as the last one", async () => {
  const { server, port, held } = await startHeld();
  const socket = connect(port, "127.0.0.1");
  socket.write("GET /first HTTP/1.1\r\nHost: x\r\n\r\n");
  await held(1);
  const closed = server.close();
  socket.write("GET /second HTTP/1.1\r\nHost: x\r\n\r\n");
  const [first, second] = await held(2);
  first?.end("first");
  second?.end("second");
  const [, afterFirst = ""] = (await text(socket)).split("first");
  expect(afterFirst).toMatch(/\r\nConnection: close\r\n[\s\S]*second/);
  await closed;
});

test("a hundred answers may wait on their connection behind one under way, time and again", async () => {
  const { server, port, held } = await startHeld();
  const socket = connect(port, "127.0.0.1");
  let received = "";
  socket.setEncoding("latin1").on("data", (chunk: string) => (received += chunk));
  for (const count of [101, 202]) {
    socket.write(slowRequest.repeat(101));
    for (const response of (await held(count)).slice(-101)) response.end("whole");
    while (received.split("whole").length <= count) await once(socket, "data");
  }
  expect(socket.readyState).toBe("open");
  socket.end();
  await server.close();
});

test("one answer more that waits, and the connection is closed", async () => {
  const { server, port } = await startHeld();
  const socket = connect(port, "127.0.0.1");
  socket.write(slowRequest.repeat(102));
  await once(socket.resume(), "close");
  expect(socket.bytesRead).toBe(0);
  await server.close();
});

test("force ends what does not finish", async () => {
  const { server, port, held } = await startHeld();
  const answer = send({ port, path: "/slow" }).catch((error: unknown) => error);
  await held(1);
  const closed = server.close();
  server.force();
  expect(await answer).toMatchObject({ code: "ECONNRESET" });
  await closed;
});

test.each([
  [
    "stands still in the middle of an answer",
    (response: ServerResponse) => void response.end(Buffer.alloc(20_000_000)),
  ],
  ["gets no answer", () => undefined],
  ["gets no answer to what it expects", () => undefined, "Expect: the impossible\r\n"],
])("a connection that %s is closed", async (_state, answer, expectation = "") => {
  const asked = Promise.withResolvers<Socket>();
  const answerInTest = (request: IncomingMessage, response: ServerResponse): void => {
    answer(response);
    asked.resolve(request.socket);
  };
  const server = new HttpServer(answerInTest, { timeouts: { stall: 50 } });
  const address = await server.listen({ host: "127.0.0.1", port: 0 });
  if (typeof address === "string") throw new Error("A port was expected.");
  const client = connect(address.port, "127.0.0.1").pause();
  client.write(`GET / HTTP/1.1\r\nHost: x\r\n${expectation}\r\n`);
  const served = await asked.promise;
  if (!served.destroyed) await once(served, "close");
  expect(served.destroyed).toBe(true);
  client.destroy();
  await server.close();
});

test("an answer that leaves at once takes no timer, which would cost a twentieth of a 304", async () => {
  const timers: number[] = [];
  const answerAtOnce = ({ socket }: IncomingMessage, response: ServerResponse): void => {
    const setTimer = socket.setTimeout.bind(socket);
    socket.setTimeout = (milliseconds, ...rest) => {
      timers.push(milliseconds);
      return setTimer(milliseconds, ...rest);
    };
    response.end("at once");
  };
  const server = new HttpServer(answerAtOnce, { timeouts: { keepAlive: 1_000, stall: 9_000 } });
  const address = await server.listen({ host: "127.0.0.1", port: 0 });
  if (typeof address === "string") throw new Error("A port was expected.");
  const agent = new Agent({ keepAlive: true });
  await send({ port: address.port, path: "/", agent });
  // Node keeps a connection a second longer than it says.
  expect(timers).toEqual([2_000]);
  agent.destroy();
  await server.close();
});

test("a Unix socket serves, and is gone after closing", async () => {
  const path = join(directory, "feedmill.sock");
  const server = new HttpServer(answerOk);
  expect(await server.listen({ path })).toBe(path);
  expect((await send({ socketPath: path, path: "/" })).text).toBe("ok");
  await server.close();
  await expect(stat(path)).rejects.toMatchObject({ code: "ENOENT" });
});

test("a Unix socket that a dead process left is replaced", async () => {
  const path = join(directory, "feedmill.sock");
  const listening = `require("node:net").createServer().listen(${JSON.stringify(path)}`;
  const script = `${listening}, () => process.kill(process.pid, "SIGKILL"))`;
  await promisify(execFile)(process.execPath, ["-e", script]).catch(() => undefined);
  expect((await stat(path)).isSocket()).toBe(true);
  const server = new HttpServer(answerOk);
  await server.listen({ path });
  expect((await send({ socketPath: path, path: "/" })).text).toBe("ok");
  await server.close();
});

test("a Unix socket that is in use is left alone, and so is a file that is none", async () => {
  const path = join(directory, "feedmill.sock");
  const other = createNetServer((socket: Socket) => void socket.resume().end()).listen(path);
  await once(other, "listening");
  const server = new HttpServer(answerOk);
  await expect(server.listen({ path })).rejects.toThrow(/already in use/);
  await promisify(other.close.bind(other))();
  await writeFile(path, "notes");
  await expect(server.listen({ path })).rejects.toThrow(/is not a socket/);
});

test("a port that is in use is named, with what to do", async () => {
  const running = await startServer();
  const server = new HttpServer(answerOk);
  await expect(server.listen({ host: "127.0.0.1", port: running.port })).rejects.toThrow(
    `Port ${running.port} of 127.0.0.1 is already in use by feedmill, process ${process.pid}. Stop that, or choose another port.`,
  );
  await running.stop();
  const other = createNetServer((socket) => void socket.resume().end()).listen(0, "127.0.0.1");
  await once(other, "listening");
  const { port = 0 } = Object(other.address());
  await expect(server.listen({ host: "127.0.0.1", port })).rejects.toThrow(
    `Port ${port} of 127.0.0.1 is already in use. Stop the program that uses it, or choose another port.`,
  );
  await promisify(other.close.bind(other))();
});

test("a Unix socket has the mode it is given", async () => {
  const path = join(directory, "feedmill.sock");
  const server = new HttpServer(answerOk);
  await server.listen({ path }, { mode: 0o662 });
  expect((await stat(path)).mode & 0o777).toBe(0o662);
  await server.close();
});

test("an address of another machine is named", async () => {
  const server = new HttpServer(answerOk);
  await expect(server.listen({ host: "192.0.2.1", port: 0 })).rejects.toThrow("this machine has no such address");
});

test("headers beyond 16 kB are refused", async () => {
  const running = await startServer();
  expect((await running.get("/", { "X-Long": "x".repeat(20_000) })).status).toBe(431);
  await running.stop();
});

test("connections beyond the limit are closed", async () => {
  const server = new HttpServer(answerOk, { maxConnections: 1 });
  const address = await server.listen({ host: "127.0.0.1", port: 0 });
  if (typeof address === "string") throw new Error("A port was expected.");
  const first = connect(address.port, "127.0.0.1");
  first.write("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
  await once(first, "data");
  await expect(send({ port: address.port, path: "/" })).rejects.toThrow(/hang up|ECONNRESET/);
  first.destroy();
  await server.close();
});

function answerOk(_request: unknown, response: ServerResponse): void {
  response.end("ok");
}
