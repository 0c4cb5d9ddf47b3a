import { plainText } from "../lib/text/plain-text.ts";
import type { Outlet } from "../model/outlet.ts";
import { isScriptSegment, pathSegments } from "./path-segments.ts";

const digits = /^[0-9]+$/;

/** The outlet's department, where its addresses name it. A number is none, nor is the article's own last segment. */
export function findSection(url: URL, outlet: Outlet): string | undefined {
  if (!outlet.section) return undefined;
  const segments = pathSegments(url)
    .filter((segment) => !isScriptSegment(segment))
    .slice(0, -1);
  const segment = segments[outlet.section.pathSegment - 1];
  if (segment === undefined || digits.test(segment)) return undefined;
  return plainText(decode(segment)) || undefined;
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
