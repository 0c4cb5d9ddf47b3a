import { Agent, request } from "node:http";

export interface Answer {
  readonly status: number;
  /** Names and values in turn, as they were sent. */
  readonly rawHeaders: readonly string[];
  readonly etag?: string;
  /** As it was sent: still compressed. */
  readonly body: Buffer;
}

const agent = new Agent({ keepAlive: true });

/** Sends a GET to this machine over a kept connection. Rejects where nobody listens. */
export function ask(url: string, headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { agent, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("error", reject);
      response.on("end", () => {
        const { statusCode: status = 0, rawHeaders } = response;
        const { etag } = response.headers;
        resolve({ status, rawHeaders, body: Buffer.concat(chunks), ...(etag === undefined ? {} : { etag }) });
      });
    });
    sent.on("error", reject);
    sent.end();
  });
}

/** The same; undefined where nobody listens yet. */
export async function askIfThere(url: string, headers?: Readonly<Record<string, string>>): Promise<Answer | undefined> {
  return ask(url, headers).catch(() => undefined);
}
