import type { FactSelector, Outlet } from "../model/outlet.ts";

/** Outlets for tests, in the shapes that real profiles have. */
export const genericOutlet: Outlet = {
  id: "other",
  name: "Other",
  hosts: [],
  articleQuery: [],
  pathEndings: [],
  scripts: { hans: "zh-hans", hant: "zh-hant" },
  timeZone: "UTC",
  language: "und",
  images: "as-captured",
  entries: "full",
  titleTails: [],
  roles: [],
  select: {
    frontLine: [],
    time: [],
    byline: [],
    dek: [],
    leadPicture: ["figure", "img", "video"],
    picture: [],
    caption: ["figcaption"],
    credit: ["figcaption cite"],
    footer: ["footer"],
    original: [],
    copyright: [],
  },
  remove: [],
  rewriteLinks: [],
  dateline: [],
  eras: [],
};

/** Selectors as an outlet's own profile has them: what they find counts wherever it stands. */
export function own(...selectors: readonly string[]): readonly FactSelector[] {
  return selectors.map((css) => ({ css, anywhere: true }));
}

/** Selectors as shared profiles have them: what they find counts before the text begins. */
export function inFront(...selectors: readonly string[]): readonly FactSelector[] {
  return selectors.map((css) => ({ css, anywhere: false }));
}

/** Byline in `address`, a time without a zone, figures with `cite`, bios in `footer`, sections in the path. */
export const timesOutlet: Outlet = {
  ...genericOutlet,
  id: "times-zh",
  name: "时报中文网",
  hosts: ["cn.times.example"],
  timeZone: "Asia/Shanghai",
  language: "zh",
  section: { pathSegment: 1, labels: { china: "中国" } },
  rights: "© Times",
  select: {
    ...genericOutlet.select,
    time: inFront("time"),
    byline: inFront("address"),
    caption: ["figcaption", "p > img + small"],
    credit: ["figcaption cite", "small cite", "small + cite"],
    original: ['footer a:contains("英文版")'],
  },
};

/** Everything in `div`s: a time in `i`, captions in `small` after bare pictures, promotion at the end. */
export const wireOutlet: Outlet = {
  ...genericOutlet,
  id: "wire-zh",
  name: "电讯中文网",
  hosts: ["www.wire.example"],
  articleNumber: "a-{n}",
  timeZone: "UTC",
  language: "zh",
  select: {
    ...genericOutlet.select,
    frontLine: ["div:first-child > i:only-child"],
    leadPicture: ["img"],
    caption: ["div > small"],
    copyright: ['p:has(> em:contains("版权声明"))'],
  },
  remove: [{ css: 'div:has(> a[href*="promo.example"])' }],
  rewriteLinks: [{ from: "https://api.wire.example/detail/{n}", to: "https://www.wire.example/zh/a-{n}" }],
  headings: "bold-paragraphs",
  dateline: ["（电讯中文网）"],
};
