import { createHash, hash } from "node:crypto";

/** SHA-256 of bytes, or of a text's UTF-8, in hex. */
export function sha256Hex(content: Uint8Array | string): string {
  return hash("sha256", content);
}

/**
 * Weak entity tag of a document (RFC 9110 §8.8.1): a hash of its identity bytes, one for all content codings, so that
 * a client that asks for another coding, or a proxy that weakens tags, still gets its 304.
 */
export function documentTag(body: Uint8Array): string {
  return `W/"${createHash("sha256").update(body).digest("base64url").slice(0, 22)}"`;
}
