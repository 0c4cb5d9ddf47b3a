import { once } from "node:events";
import { createServer, request } from "node:http";
import { pipeline } from "node:stream";
import { onTestFinished } from "vitest";

/** A request of a reader, and how it was answered. */
export interface Exchange {
  readonly path: string;
  readonly status: number;
  readonly bodyBytes: number;
}

export interface RecordingProxy {
  readonly url: string;
  /** Names the server behind it, and the host that this one takes itself for where that is another. */
  forwardTo(origin: string, host?: string): void;
  /** Says of what comes from now on that it comes from this address. */
  comeFrom(address: string): void;
  /** What has passed since it was last asked. */
  exchanges(): readonly Exchange[];
}

/** A reverse proxy on an address that stays, in front of daemons that come and go. */
export async function startRecordingProxy(): Promise<RecordingProxy> {
  let target = { origin: "", host: "" };
  let forwarded = {};
  const exchanges: Exchange[] = [];
  const server = createServer((incoming, answer) => {
    const path = incoming.url ?? "";
    const headers = { ...incoming.headers, host: target.host, ...forwarded };
    const asked = request(target.origin + path, { method: incoming.method, headers }, (response) => {
      const status = response.statusCode ?? 0;
      let bodyBytes = 0;
      response.on("data", (chunk: Buffer) => (bodyBytes += chunk.length));
      response.on("end", () => exchanges.push({ path, status, bodyBytes }));
      answer.writeHead(status, response.rawHeaders);
      pipeline(response, answer, () => {});
    });
    asked.on("error", () => answer.writeHead(502).end());
    asked.end();
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port was given");
  return {
    url: `http://127.0.0.1:${address.port}`,
    forwardTo: (origin, host = new URL(origin).host) => {
      target = { origin, host };
    },
    comeFrom: (client) => {
      forwarded = { "x-forwarded-for": client };
    },
    exchanges: () => exchanges.splice(0),
  };
}
