import type { ContentCoding } from "../model/document.ts";

/** How many requests were answered, by status and, for documents sent in full, content coding. */
export interface RequestCounts {
  /** Cheap enough for every request: two look-ups of small integers, nothing allocated. */
  count(status: number, coding?: ContentCoding): void;
  list(): readonly RequestCount[];
}

export interface RequestCount {
  readonly status: number;
  readonly coding?: ContentCoding;
  readonly requests: number;
}

const places: Readonly<Record<ContentCoding, number>> = { identity: 1, gzip: 2, br: 3, zstd: 4 };
const codings: readonly (ContentCoding | undefined)[] = [undefined, "identity", "gzip", "br", "zstd"];

export function createRequestCounts(): RequestCounts {
  const counts = new Map<number, number>();
  return {
    count(status, coding) {
      const key = status * codings.length + (coding === undefined ? 0 : places[coding]);
      counts.set(key, (counts.get(key) ?? 0) + 1);
    },
    list: () =>
      [...counts]
        .sort(([left], [right]) => left - right)
        .map(([key, requests]) => {
          const coding = codings[key % codings.length];
          const status = Math.floor(key / codings.length);
          return coding === undefined ? { status, requests } : { status, coding, requests };
        }),
  };
}
