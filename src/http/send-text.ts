import type { ServerResponse } from "node:http";
import { flatHeaders } from "./flat-headers.ts";

/** Sends a short text that no cache keeps. */
export function sendText(response: ServerResponse, status: number, text: string, mediaType = "text/plain"): void {
  const body = Buffer.from(text);
  const headers = flatHeaders({
    "Content-Type": `${mediaType}; charset=utf-8`,
    "Content-Length": String(body.length),
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
  });
  response.writeHead(status, headers).end(body);
}
