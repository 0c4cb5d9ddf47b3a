import { once } from "node:events";
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from "node:http";
import { buffer } from "node:stream/consumers";

/** What a subscriber was asked: the fields of the query. */
export type Asked = Readonly<Record<string, string>>;

/** What a subscriber was sent. */
export interface Sent {
  /** With its query. */
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** How a subscriber answers; what it does not say it answers as it should. */
export interface SubscriberManners {
  readonly confirm?: (asked: Asked, response: ServerResponse) => void;
  readonly take?: (sent: Sent, response: ServerResponse) => void;
}

/** A subscriber at a port of its own. `await using` ends it. */
export interface Subscriber extends AsyncDisposable {
  readonly port: number;
  /** A callback of it. */
  callback(path?: string): string;
  readonly asked: readonly Asked[];
  readonly sent: readonly Sent[];
  /** Resolves when it was asked so many times. */
  untilAsked(times: number): Promise<readonly Asked[]>;
  /** Resolves when it was sent so much. */
  untilSent(times: number): Promise<readonly Sent[]>;
}

/** Starts a subscriber that confirms all it is asked and takes all it is sent. */
export async function startSubscriber(manners: SubscriberManners = {}, host = "127.0.0.1"): Promise<Subscriber> {
  const asked: Asked[] = [];
  const sent: Sent[] = [];
  let more = Promise.withResolvers<void>();
  const { confirm = repeatChallenge, take = (_sent, response) => response.end() } = manners;
  const server = createServer((request, response) => {
    void answer(request, response);
  });

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = request.url ?? "";
    if (request.method === "POST") {
      const one = { path, headers: request.headers, body: await buffer(request) };
      sent.push(one);
      take(one, response);
    } else {
      const one = Object.fromEntries(new URL(path, "http://reader.example").searchParams);
      asked.push(one);
      confirm(one, response);
    }
    more.resolve();
    more = Promise.withResolvers();
  }

  async function until<T>(list: readonly T[], times: number): Promise<readonly T[]> {
    while (list.length < times) await more.promise;
    return list;
  }

  server.listen(0, host);
  await once(server, "listening");
  const address = server.address();
  const port = address === null || typeof address === "string" ? 0 : address.port;
  return {
    port,
    callback: (path = "/call") => `http://${host}:${port}${path}`,
    asked,
    sent,
    untilAsked: (times) => until(asked, times),
    untilSent: (times) => until(sent, times),
    async [Symbol.asyncDispose]() {
      server.close();
      server.closeAllConnections();
      await once(server, "close");
    },
  };
}

function repeatChallenge(asked: Asked, response: ServerResponse): void {
  response.end(asked["hub.challenge"]);
}
