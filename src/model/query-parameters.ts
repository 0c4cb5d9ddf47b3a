/** The decoded values of the parameters that select, where the query has them. */
export function readParameters(query: string): ReadonlyMap<string, string> {
  return new Map(
    [...writtenParameters(query)].map(([name, value]) => [name, new URLSearchParams(`v=${value}`).get("v") ?? ""]),
  );
}

const selecting: ReadonlySet<string> = new Set([
  "q",
  "limit",
  "entries",
  "page",
  "order",
  "stories",
  "script",
  "outlet",
]);

/**
 * The parameters that select a document, the first of each name, with their values as they are written. Names are read
 * byte for byte, like those caches do that keep documents apart by them (packaging/nginx.conf). An address that a cache
 * takes for another must not ask for something else, so that `%71=` and `Q=` are not `q=`.
 */
export function writtenParameters(query: string): ReadonlyMap<string, string> {
  const written = new Map<string, string>();
  for (const part of query.replace(/^\?/, "").split("&")) {
    const equals = part.indexOf("=");
    const name = part.slice(0, equals);
    if (equals > 0 && selecting.has(name) && !written.has(name)) written.set(name, part.slice(equals + 1));
  }
  return written;
}
