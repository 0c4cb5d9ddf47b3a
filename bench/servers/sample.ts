import { readFileSync, writeFileSync } from "node:fs";
import { ask, type Answer } from "../machine/ask.ts";

/** What a server answered for one path and coding: the bytes that others are to send as well. */
export interface Sample {
  readonly full: { readonly headers: string[]; readonly body: Buffer };
  readonly notModified: { readonly headers: string[] };
  readonly etag: string;
}

/** Asks for a document in full and with its validator. Throws where the answers are not 200 and 304. */
export async function takeSample(url: string, coding: string): Promise<Sample> {
  const full = await ask(url, { "Accept-Encoding": coding });
  const { etag = "" } = full;
  const notModified = await ask(url, { "Accept-Encoding": coding, "If-None-Match": etag });
  if (full.status !== 200 || notModified.status !== 304) {
    throw new Error(`${url} was answered with ${full.status} and ${notModified.status}`);
  }
  return {
    full: { headers: headersOf(full), body: full.body },
    notModified: { headers: headersOf(notModified) },
    etag,
  };
}

export function writeSample(file: string, { full, notModified, etag }: Sample): void {
  const body = full.body.toString("base64");
  writeFileSync(file, JSON.stringify({ full: { headers: full.headers, body }, notModified, etag }));
}

export function readSample(file: string): Sample {
  const { full, ...rest } = JSON.parse(readFileSync(file, "utf8"));
  return { ...rest, full: { headers: full.headers, body: Buffer.from(full.body, "base64") } };
}

/** Node adds these itself to every answer. */
const ofTheConnection: ReadonlySet<string> = new Set(["date", "connection", "keep-alive"]);

function headersOf({ rawHeaders }: Answer): string[] {
  return rawHeaders.filter((_, at) => !ofTheConnection.has((rawHeaders[at - (at % 2)] ?? "").toLowerCase()));
}
