const absolute = /^https?:\/\//i;

/**
 * An http or https address, made absolute (WHATWG URL). User names and passwords are left out: they show a host that
 * is not the one asked. Undefined for any other scheme and for what is no address.
 */
export function httpUrl(text: string, base?: URL): URL | undefined {
  // Parsing against a base parses the base too, each time.
  const url = absolute.test(text) ? URL.parse(text) : URL.parse(text, base);
  if (!url || (url.protocol !== "https:" && url.protocol !== "http:")) return undefined;
  if (url.username !== "" || url.password !== "") {
    url.username = "";
    url.password = "";
  }
  return url;
}
