import { v5 } from "uuid";
import { variantKey } from "./addresses.ts";
import type { FeedVariant, Site } from "./feed.ts";

/**
 * The permanent id of a feed: `urn:uuid:`, version 5 (RFC 9562 §5.5) of its name and, where it has one, the key of its
 * variant, in the name space of the installation. Neither the public address nor the title is part of it.
 */
export function feedId(siteId: Site["siteId"], variant: FeedVariant): string {
  const key = variantKey(variant);
  return `urn:uuid:${v5(key === undefined ? variant.name : `${variant.name}/${key}`, siteId)}`;
}
