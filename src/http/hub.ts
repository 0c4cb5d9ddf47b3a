import type { IncomingMessage } from "node:http";
import type { RequestHandler } from "express";
import type { AskHub } from "../model/hub.ts";
import { sendText } from "./headers.ts";
import type { RateBudgets } from "./rates/budgets.ts";

/** A topic and a callback of 2,048 characters each, percent-encoded, and a secret. */
const MAX_FORM_BYTES = 16_384;
const formType = /^application\/x-www-form-urlencoded\s*(?:;|$)/i;
const RETRY_SECONDS = "60";

/** Takes requests to the hub (WebSub §5.1). Answers are sentences for those who write subscribers. */
export function hubHandler(ask: AskHub, budgets: RateBudgets | undefined): RequestHandler {
  return async (request, response) => {
    if (request.method !== "POST") {
      response.setHeader("Allow", "POST");
      return sendText(response, 405, "This is a WebSub hub: it takes subscriptions by POST.\n");
    }
    const waitSeconds = budgets?.madeWait(request) ?? 0;
    if (waitSeconds > 0) {
      response.setHeader("Retry-After", String(waitSeconds));
      return sendText(response, 429, "You ask too often.\n");
    }
    if (!formType.test(request.headers["content-type"] ?? "")) {
      return sendText(response, 415, "A request to a hub is a form: application/x-www-form-urlencoded.\n");
    }
    const form = await readForm(request);
    if (form === undefined) return sendText(response, 413, `A request may have ${MAX_FORM_BYTES} bytes.\n`);
    const { status, message } = await ask({ form, client: budgets?.clientOf(request) ?? "" });
    if (status === 429 || status === 503) response.setHeader("Retry-After", RETRY_SECONDS);
    sendText(response, status, `${message}\n`);
  };
}

/** Undefined for one that is too long; the connection is closed with its answer, and no more is read of it. */
async function readForm(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request.iterator({ destroyOnReturn: false })) {
    if (!(chunk instanceof Buffer)) continue;
    length += chunk.length;
    if (length > MAX_FORM_BYTES) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}
