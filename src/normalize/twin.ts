import type { Twin } from "../model/article.ts";
import type { Outlet } from "../model/outlet.ts";
import { articleId, articleKey } from "./article-key.ts";
import { isScriptSegment, pathSegments } from "./path-segments.ts";

/** The same article in Simplified Chinese, where the path says that this one is in Traditional. */
export function findTwin(url: URL, outlet: Outlet): Twin | undefined {
  const segment = pathSegments(url).find(isScriptSegment);
  if (segment?.toLowerCase() !== "zh-hant") return undefined;
  const twin = new URL(url);
  twin.pathname = url.pathname.replace(`/${segment}`, "");
  return { id: articleId(articleKey(twin, outlet)), url: twin.href };
}
