import { GENERIC_OUTLET_ID, type ImagePolicy, type Outlet } from "../model/outlet.ts";
import { identityHost } from "../lib/url/identity-host.ts";

/** What holds where a profile says nothing, and for every host without a profile. */
export const outletDefaults = {
  timeZone: "UTC",
  /** Refined from the text. */
  language: "und",
  images: "as-captured",
  entries: "full",
  select: {
    time: ["time[datetime]", "time[pudate]", "time"],
    byline: ["address", "[rel~='author']"],
    leadPicture: ["figure", "img"],
    caption: ["figcaption", "small"],
    credit: ["cite"],
    footer: ["footer"],
    original: ["a[rel~='alternate'][hreflang]"],
    copyright: [],
  },
  remove: [],
  rewriteLinks: [],
  dateline: [],
} as const satisfies Partial<Outlet>;

/** The outlet that stands for the host of an address nobody claims. */
export function genericOutlet(url: URL, images: ImagePolicy): Outlet {
  return {
    ...outletDefaults,
    id: GENERIC_OUTLET_ID,
    name: identityHost(url),
    hosts: [],
    homepage: `https://${url.host}/`,
    images,
  };
}
