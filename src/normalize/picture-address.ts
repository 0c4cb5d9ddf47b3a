import { httpUrl } from "../lib/url/http-url.ts";
import { isWeserv, unwrapWeserv } from "../lib/url/weserv.ts";
import type { ImagePolicy } from "../model/outlet.ts";

/** The address a picture is to be loaded from, by the outlet's policy; undefined if it has no address of the web. */
export function pictureAddress(written: string, base: URL, policy: ImagePolicy): string | undefined {
  const captured = httpUrl(written, base);
  if (!captured) return undefined;
  if (isWeserv(captured)) captured.protocol = "https:";
  if (policy === "as-captured") return captured.href;
  const original = (unwrapWeserv(captured) ?? captured).href;
  return policy === "original" ? original : policy.proxy.replace("{url}", () => encodeURIComponent(original));
}
