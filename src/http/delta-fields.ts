import type { HeaderFields } from "./flat-headers.ts";

/**
 * What a delta says otherwise than its feed (RFC 3229 §10.5). It is right for nobody but whoever holds its base, and caches
 * that know nothing of 226 must not keep it. The feed in full does not vary: it is right for everybody.
 */
export function deltaFields(base: string, exposed: string): HeaderFields {
  return {
    IM: "feed",
    "Delta-Base": base,
    "Cache-Control": "private, no-store",
    Vary: "A-IM, If-None-Match, Accept-Encoding",
    "Access-Control-Expose-Headers": `${exposed}, IM, Delta-Base`,
  };
}
