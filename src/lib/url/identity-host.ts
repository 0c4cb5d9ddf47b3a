/** Prefixes under which one outlet serves the same article to different devices. */
const devicePrefix = /^(?:www|m|amp)\./;

/** The host an article is identified by: lower case, without `www.`, `m.` or `amp.`. Another port is another place. */
export function identityHost(url: URL): string {
  let host = url.hostname.replace(/\.$/, "");
  while (devicePrefix.test(host) && host.split(".").length > 2) host = host.replace(devicePrefix, "");
  return url.port === "" ? host : `${host}:${url.port}`;
}
