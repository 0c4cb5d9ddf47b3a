import { validateHeaderValue, type ServerResponse } from "node:http";

export type HeaderFields = Readonly<Record<string, string | undefined>>;

/**
 * Lays header fields out as `writeHead` takes them with the least work: names and values in turn. Fields that are
 * undefined are left out. Throws where a value cannot be sent, so that no request ever meets that.
 */
export function flatHeaders(fields: HeaderFields): string[] {
  const flat: string[] = [];
  for (const [name, value] of Object.entries(fields)) {
    if (value === undefined) continue;
    validateHeaderValue(name, value);
    flat.push(name, value);
  }
  return flat;
}

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

/** Pages of another origin may follow a redirect only if it, too, says that they may (Fetch §4.9). */
const redirectHeaders = flatHeaders({
  "Content-Length": "0",
  "Cache-Control": "public, max-age=3600",
  "Access-Control-Allow-Origin": "*",
});

/** Leads on for good, by 301, which all readers follow; not all know 308. */
export function sendRedirect(response: ServerResponse, location: string): void {
  response.writeHead(301, [...redirectHeaders, "Location", location]).end();
}
