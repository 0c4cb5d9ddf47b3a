/**
 * A news outlet that readers know by name: the unit of normalization. An outlet is data, one YAML file in
 * `config/outlets/`; `outlets/profile-schema.ts` checks it and supplies the defaults seen here.
 */
export interface Outlet {
  /** Names the outlet's feed, for ever: lower-case letters, digits and hyphens. */
  readonly id: string;
  readonly name: string;
  /** Whole host names, lower case. `www.`, `m.` and `amp.` before them are understood. Empty for the generic outlet. */
  readonly hosts: readonly string[];
  /** The outlet's front page, for people. */
  readonly homepage?: string;
  /** The place of an article's permanent number in its path: `last-segment`, or a template such as `a-{n}`. */
  readonly articleNumber?: string;
  /** IANA name of the zone that times without one are in. */
  readonly timeZone: string;
  /** BCP 47 tag, also of the outlet's feed. Whether Chinese is zh-Hans or zh-Hant is told from each article. */
  readonly language: string;
  /** Which path segment names the section, counted from 1. */
  readonly section?: { readonly pathSegment: number };
  /** The rights line of articles that do not state their own. */
  readonly rights?: string;
  readonly images: ImagePolicy;
  readonly entries: "full" | "summary";
  /** CSS selectors, each an ordered list: the first that finds something wins. */
  readonly select: OutletSelectors;
  readonly remove: readonly Removal[];
  /** Link templates in the order they are tried; `{n}` stands for one run of digits, `{*}` for the rest. */
  readonly rewriteLinks: readonly LinkRewrite[];
  readonly headings?: "bold-paragraphs";
  /** The literal dateline that may open a report, e.g. `（德国之声中文网）`. It stays in the text; excerpts omit it. */
  readonly dateline: readonly string[];
  /** Ids it had before. */
  readonly formerly?: readonly string[];
}

export interface OutletSelectors {
  readonly time: readonly string[];
  readonly byline: readonly string[];
  readonly leadPicture: readonly string[];
  readonly caption: readonly string[];
  readonly credit: readonly string[];
  /** Bios and credits at the end: searched for the proper spelling of authors, left out of excerpts. */
  readonly footer: readonly string[];
  /** Links to the other-language original. */
  readonly original: readonly string[];
  readonly copyright: readonly string[];
}

/** Removed by a profile: whole elements by CSS, or a literal text, matched across element borders. */
export type Removal = { readonly css: string } | { readonly text: string };

export interface LinkRewrite {
  readonly from: string;
  readonly to: string;
}

/**
 * The fate of a picture's address. `as-captured` keeps the mirror's proxied address, made absolute and
 * valid; `original` unwraps it to the outlet's own; `proxy` puts the original, percent-encoded, where the
 * template says `{url}`.
 */
export type ImagePolicy = "as-captured" | "original" | { readonly proxy: string };

/** Id of the outlet that stands for every host without a profile, and the name of its feed. */
export const GENERIC_OUTLET_ID = "other";
