import type { FeedFormat } from "../src/model/feed.ts";

/** Entries as they are written, by their ids, in the order of the document. */
export type Entries = ReadonlyMap<string, string>;

/** Cuts a document into its entries, by nothing but its own marks. */
export function entriesIn(text: string, format: FeedFormat): Entries {
  if (format === "json") {
    const { items }: { items: readonly { readonly id: string }[] } = JSON.parse(text);
    return new Map(items.map((item) => [item.id, JSON.stringify(item)]));
  }
  const [entry, id] =
    format === "rss" ? [/<item>.*?<\/item>/gs, /<guid[^>]*>([^<]*)/] : [/<entry[ >].*?<\/entry>/gs, /<id>([^<]*)/];
  return new Map(Array.from(text.matchAll(entry), ([written]) => [id.exec(written)?.[1] ?? "", written]));
}

/** A client that takes over by id what it is sent, be it the feed or what is new in it. */
export class DeltaClient {
  readonly format: FeedFormat;
  readonly known = new Map<string, string>();
  etag: string | undefined;

  constructor(format: FeedFormat) {
    this.format = format;
  }

  take(text: string, etag: string): void {
    for (const [id, entry] of entriesIn(text, this.format)) this.known.set(id, entry);
    this.etag = etag;
  }
}
