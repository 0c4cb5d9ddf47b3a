import type { IncomingMessage } from "node:http";
import { parseAddress } from "../model/addresses.ts";

/** Whether a request for a feed's path chooses from the feed by its query, so that the feed as it is would be wrong. */
export function choosesFromFeed(path: string, request: IncomingMessage): boolean {
  const target = request.url ?? "";
  const query = target.indexOf("?");
  if (query === -1) return false;
  const address = parseAddress(path, target.slice(query), "zh-Hans");
  return address?.kind === "feed" && address.asked !== undefined;
}
