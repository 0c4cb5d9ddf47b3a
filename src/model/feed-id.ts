import { v5 } from "uuid";
import type { Publication } from "./feed.ts";

/**
 * The permanent id of a feed: `urn:uuid:`, version 5 (RFC 9562 §5.5) of its name and, where it has one, its variant,
 * in the name space of the installation. Neither the public address nor the title is part of it.
 */
export function feedId(siteId: Publication["siteId"], name: string, variant?: string): string {
  return `urn:uuid:${v5(variant === undefined ? name : `${name}/${variant}`, siteId)}`;
}
