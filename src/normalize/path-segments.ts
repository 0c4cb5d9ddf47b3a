const script = /^zh-han[st]$/i;

/** The segments of a path that are not empty, as they are written. */
export function pathSegments(url: URL): string[] {
  return url.pathname.split("/").filter((segment) => segment !== "");
}

/** Whether the segment says in which Chinese script the page is: `zh-hant`, `zh-hans`. */
export function isScriptSegment(segment: string): boolean {
  return script.test(segment);
}
