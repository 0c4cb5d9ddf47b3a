const absolute = /^https?:\/\//i;
/** Characters that the URL Standard allows in a host, and RFC 3986 §3.2.2 does not. */
const illegalInHost = /["`{}]/;

/**
 * An http or https address, made absolute (WHATWG URL). User names and passwords are left out: they show a host that
 * is not the one asked. Undefined for any other scheme, for a host that no other program takes, and for what is no address.
 */
export function httpUrl(text: string, base?: URL): URL | undefined {
  // Parsing against a base parses the base too, each time.
  const url = absolute.test(text) ? URL.parse(text) : URL.parse(text, base);
  if (!url || (url.protocol !== "https:" && url.protocol !== "http:") || !isHost(url.hostname)) return undefined;
  if (url.username !== "" || url.password !== "") {
    url.username = "";
    url.password = "";
  }
  return url;
}

/** Whether RFC 3986 allows a host that was parsed by the URL Standard. */
export function isHost(parsed: string): boolean {
  return !illegalInHost.test(parsed);
}
