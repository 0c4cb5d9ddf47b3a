import { GENERIC_OUTLET_ID, type FactSelector, type Outlet } from "../model/outlet.ts";

/** The conventions of HTML: what every profile builds on, and what holds where none says anything. */
export const outletDefaults = {
  articleQuery: [],
  pathEndings: [],
  scripts: { hans: "zh-hans", hant: "zh-hant" },
  timeZone: "UTC",
  /** Refined from the text. */
  language: "und",
  images: "as-captured",
  entries: "full",
  titleTails: [],
  roles: [],
  eras: [],
  select: {
    frontLine: [],
    time: inFrontMatter(
      '[itemprop~="datePublished"]',
      "time[pubdate]",
      'time:not([itemprop~="dateModified"]):not(.updated):not(.modified)',
      "time",
      '[itemprop~="dateModified"]',
    ),
    byline: inFrontMatter("address", '[rel~="author"]', '[itemprop~="author"]'),
    dek: [],
    leadPicture: ["figure", "img", "video"],
    picture: [],
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

function inFrontMatter(...selectors: readonly string[]): readonly FactSelector[] {
  return selectors.map((css) => ({ css, anywhere: false }));
}

/** What stands for hosts without a profile where no shared profile named `other` is installed. */
export const genericOutlet: Outlet = { ...outletDefaults, id: GENERIC_OUTLET_ID, name: GENERIC_OUTLET_ID, hosts: [] };
