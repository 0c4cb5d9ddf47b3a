import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import { sendText } from "./headers.ts";
import { readBody } from "./read-body.ts";

export interface HubCallbacks {
  /** Answers whether a subscription was meant: with the challenge, or undefined for no. */
  readonly confirm: (id: string, query: URLSearchParams) => string | undefined;
  /** Takes what a hub sends; false where nobody subscribed under this id. */
  readonly take: (id: string, body: Uint8Array, signature: string | undefined) => boolean;
}

const MAX_BYTES = 10_000_000;

/** Takes the calls of hubs. A subscription is known by the last part of the path alone: proxies may change the rest. */
export function hubCallbackListener(callbacks: HubCallbacks): RequestListener {
  return (request, response) => {
    answer(request, response, callbacks).catch(() => response.destroy());
  };
}

async function answer(request: IncomingMessage, response: ServerResponse, callbacks: HubCallbacks): Promise<void> {
  const url = URL.parse(request.url ?? "", "http://localhost");
  const id = url?.pathname.slice(url.pathname.lastIndexOf("/") + 1) ?? "";
  if (request.method === "POST") {
    const body = await readBody(request, MAX_BYTES);
    if (body === undefined) return sendText(response, 413, "That is too long.\n");
    const signature = request.headers["x-hub-signature"];
    const isKnown = callbacks.take(id, body, typeof signature === "string" ? signature : undefined);
    return sendText(response, isKnown ? 202 : 410, isKnown ? "" : "Nobody subscribed to this.\n");
  }
  const challenge = url === null ? undefined : callbacks.confirm(id, url.searchParams);
  sendText(response, challenge === undefined ? 404 : 200, challenge ?? "Nobody meant that.\n");
}
