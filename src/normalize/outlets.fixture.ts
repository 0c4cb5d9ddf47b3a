import type { Outlet } from "../model/outlet.ts";

/** Outlets for tests, in the shapes that real profiles have. */
export const genericOutlet: Outlet = {
  id: "other",
  name: "Other",
  hosts: [],
  timeZone: "UTC",
  language: "und",
  images: "as-captured",
  entries: "full",
  select: {
    time: [],
    byline: [],
    leadPicture: ["figure", "img"],
    caption: ["figcaption"],
    credit: ["figcaption cite"],
    footer: ["footer"],
    original: [],
    copyright: [],
  },
  remove: [],
  rewriteLinks: [],
  dateline: [],
};

/** Byline in `address`, a time without a zone, figures with `cite`, bios in `footer`, sections in the path. */
export const timesOutlet: Outlet = {
  ...genericOutlet,
  id: "times-zh",
  name: "时报中文网",
  hosts: ["cn.times.example"],
  timeZone: "Asia/Shanghai",
  language: "zh",
  section: { pathSegment: 1 },
  rights: "© Times",
  select: {
    ...genericOutlet.select,
    time: ["time"],
    byline: ["address"],
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
    time: ["div > i"],
    leadPicture: ["img"],
    caption: ["div > small"],
    copyright: ['p:has(> em:contains("版权声明"))'],
  },
  remove: [{ css: 'div:has(> a[href*="promo.example"])' }],
  rewriteLinks: [{ from: "https://api.wire.example/detail/{n}", to: "https://www.wire.example/zh/a-{n}" }],
  headings: "bold-paragraphs",
  dateline: ["（电讯中文网）"],
};
