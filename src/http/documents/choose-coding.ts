import Negotiator from "negotiator";
import { LRUCache } from "lru-cache";
import type { ContentCoding } from "../../model/document.ts";

/** Best first: where a client likes several equally, the smallest of the codings that intermediaries know well. */
const preferred: readonly ContentCoding[] = ["br", "zstd", "gzip", "identity"];

const REMEMBERED_HEADERS = 256;
const REMEMBERED_LENGTH = 256;

/**
 * Makes the function that chooses a coding by `Accept-Encoding` (RFC 9110 §12.5.3), `undefined` where the client
 * refuses all of them. The few headers that clients really send are parsed once; what is remembered is bounded.
 */
export function createCodingChooser(): (acceptEncoding: string | undefined) => ContentCoding | undefined {
  const remembered = new LRUCache<string, ContentCoding>({ max: REMEMBERED_HEADERS });
  return (acceptEncoding) => {
    if (acceptEncoding === undefined) return "identity";
    const known = remembered.get(acceptEncoding);
    if (known !== undefined) return known;
    const coding = chooseCoding(acceptEncoding);
    if (coding !== undefined && acceptEncoding.length <= REMEMBERED_LENGTH) remembered.set(acceptEncoding, coding);
    return coding;
  };
}

/** An empty header asks for identity; one that only refuses identity (`identity;q=0`) gets what every client reads. */
export function chooseCoding(acceptEncoding: string): ContentCoding | undefined {
  // x-gzip is another name of gzip (RFC 9110 §8.4.1.3).
  const header = acceptEncoding.toLowerCase().replaceAll("x-gzip", "gzip");
  const coding = new Negotiator({ headers: { "accept-encoding": header } }).encoding(preferred, { preferred });
  return coding ?? (/gzip|\*/.test(header) ? undefined : "gzip");
}
