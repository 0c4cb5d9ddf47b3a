import type { FeedState } from "../http/fallback.ts";
import type { Edition } from "../model/edition.ts";

/**
 * What a feed of this name is. Until it is known what is published, any name may be a feed's: no reader must be told
 * that its feed is gone.
 */
export function feedStateIn(edition: Edition | undefined, name: string): FeedState {
  if (edition === undefined || edition.definitions.some((definition) => definition.name === name)) return "pending";
  const renamedTo = edition.renamed.get(name);
  if (renamedTo !== undefined) return { renamedTo };
  return edition.gone.has(name) ? "gone" : "unknown";
}
