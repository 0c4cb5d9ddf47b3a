import { startTag } from "./allowed-attributes.ts";

/** Writes a picture; `attributes` are those it may have, with an address among them. */
export function imageTag(attributes: ReadonlyMap<string, string>): string {
  const written = new Map([["src", ""], ["alt", ""], ...attributes]);
  // Outlets that bar other sites from showing their pictures judge by the referrer.
  return startTag("img", written.set("referrerpolicy", "no-referrer").set("loading", "lazy"));
}
