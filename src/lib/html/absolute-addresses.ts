import { load } from "cheerio/slim";
import type { Element } from "domhandler";
import { readSrcset } from "./srcset.ts";

/** Attributes that hold an address; pages that load pictures late keep it in one like `data-src`. */
const addressName = /^(?:data-.*)?(?:href|src|poster)$/;
const setName = /^(?:data-.*)?srcset$/;
const mayHoldAddress = /(?:href|src|poster|srcset)\s*=/i;

/** HTML whose relative addresses count from nowhere else any more: they are resolved against `base`. What is no address stays. */
export function withAbsoluteAddresses(html: string, base: string): string {
  if (!mayHoldAddress.test(html)) return html;
  const $ = load(html, null, false);
  const absolute = (address: string): string => URL.parse(address, base)?.href ?? address;
  for (const { attribs } of $<Element, string>("*").toArray()) {
    for (const [name, value] of Object.entries(attribs)) {
      if (addressName.test(name)) attribs[name] = absolute(value);
      else if (setName.test(name)) attribs[name] = absoluteSet(value, absolute);
    }
  }
  return $.html();
}

function absoluteSet(srcset: string, absolute: (address: string) => string): string {
  return readSrcset(srcset)
    .map(({ address, descriptor }) => `${absolute(address)} ${descriptor}`.trim())
    .join(", ");
}
