import type { RequestHandler } from "express";
import type { AskHub } from "../model/hub.ts";
import { sendText } from "./headers.ts";
import { readBody } from "./read-body.ts";
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
    const body = await readBody(request, MAX_FORM_BYTES);
    if (body === undefined) return sendText(response, 413, `A request may have ${MAX_FORM_BYTES} bytes.\n`);
    const { status, message } = await ask({ form: body.toString(), client: budgets?.clientOf(request) ?? "" });
    if (status === 429 || status === 503) response.setHeader("Retry-After", RETRY_SECONDS);
    sendText(response, status, `${message}\n`);
  };
}
