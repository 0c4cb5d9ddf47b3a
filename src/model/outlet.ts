import type { FoundPart } from "./trace.ts";

/**
 * A news outlet that readers know by name: the unit of normalization. An outlet is data, one YAML file in
 * `config/outlets/`; `outlets/profile-schema.ts` checks it, `outlets/build-outlet.ts` joins it with the profiles that it
 * builds on.
 */
export interface Outlet extends BodyRules {
  /** Names the outlet's feed, for ever: lower-case letters, digits and hyphens. */
  readonly id: string;
  readonly name: string;
  /** Whole host names, lower case. `www.`, `m.` and `amp.` before them are understood. Empty for the generic outlet. */
  readonly hosts: readonly string[];
  /** The outlet's front page, for people. */
  readonly homepage?: string;
  /** The place of an article's permanent number in its path: `last-segment`, or a template such as `a-{n}`. */
  readonly articleNumber?: string;
  /** Query parameters that tell articles apart. */
  readonly articleQuery: readonly string[];
  /** Endings of a path that lead to another form of the same article, such as `/amp`. */
  readonly pathEndings: readonly string[];
  /** Path segments that name the script of an edition. */
  readonly scripts: ScriptSegments;
  readonly section?: SectionRule;
  /** IANA name of the zone that times without one are in. */
  readonly timeZone: string;
  /** BCP 47 tag, also of the outlet's feed. Whether Chinese is zh-Hans or zh-Hant is told from each article. */
  readonly language: string;
  /** The rights line of articles that do not state their own. */
  readonly rights?: string;
  readonly images: ImagePolicy;
  readonly entries: "full" | "summary";
  /** Literal endings of titles that are no part of a headline. */
  readonly titleTails: readonly string[];
  /** What stands beside names and says what somebody did, such as `综合报道`. */
  readonly roles: readonly string[];
  /** Forms that the markup had at some time: the first whose `when` finds something holds for a body. */
  readonly eras: readonly Era[];
  /** Ids it had before. */
  readonly formerly?: readonly string[];
  /** The rules for bodies that its own profile states, as `FoundListener` names them. */
  readonly ownRules?: readonly OwnRule[];
}

export interface OwnRule extends FoundPart {
  /** The selector of the era that it belongs to. */
  readonly era?: string;
}

/** What a profile says of bodies. */
export interface BodyRules {
  readonly select: OutletSelectors;
  readonly remove: readonly Removal[];
  /** Link templates in the order they are tried; `{n}` stands for one run of digits, `{*}` for the rest. */
  readonly rewriteLinks: readonly LinkRewrite[];
  readonly headings?: "bold-paragraphs" | "as-marked";
  /** The dateline that may open a report, e.g. `（德国之声中文网）`. It stays in the text; excerpts omit it. */
  readonly dateline: readonly string[];
}

/** The rules of one era, joined with those of the whole profile. */
export interface Era extends BodyRules {
  readonly when: string;
}

/** CSS selectors, ordered lists each: the first that finds something wins, but for `credit` and `footer`, where all do. */
export interface OutletSelectors {
  /** The line with names, a break and the time, or the time alone. */
  readonly frontLine: readonly string[];
  readonly time: readonly FactSelector[];
  readonly byline: readonly FactSelector[];
  /** The editor's line under the headline. It stays, and is the summary. */
  readonly dek: readonly string[];
  readonly leadPicture: readonly string[];
  /** What holds a picture with its caption and credit, where it is no `figure`. */
  readonly picture: readonly string[];
  readonly caption: readonly string[];
  readonly credit: readonly string[];
  /** Bios and credits: searched for the proper spelling of authors, left out of excerpts. */
  readonly footer: readonly string[];
  /** Links to the other-language original. */
  readonly original: readonly string[];
  readonly copyright: readonly string[];
}

export interface FactSelector {
  readonly css: string;
  /** A template such as `记者：{names} 责编`: the names are read out of the text, which stays. */
  readonly names?: string;
  /** Whether the outlet's own profile says it, and so wherever it stands. Else it counts in front matter alone. */
  readonly anywhere: boolean;
}

/**
 * What a profile removes: elements by CSS, all of them or those whose text begins with some words or is nothing but
 * links; a literal text, matched across element borders; or a line that says this and nothing else.
 */
export type Removal =
  | { readonly css: string; readonly begins?: string; readonly onlyLinks?: boolean }
  | { readonly text: string }
  | { readonly line: string };

/** The name of a removal of elements, as `explain` and `check` tell of it. */
export function removalRule(css: string, begins: string | undefined): string {
  return begins === undefined ? css : `${css} that begins ${begins}`;
}

export interface LinkRewrite {
  readonly from: string;
  readonly to: string;
}

export interface ScriptSegments {
  readonly hans: string;
  readonly hant: string;
}

export interface SectionRule {
  /** Counted from 1. Segments that name a script do not count. */
  readonly pathSegment: number;
  /** What people call a section, by what the address calls it. */
  readonly labels: Readonly<Record<string, string>>;
}

/**
 * The fate of a picture's address. `as-captured` keeps the mirror's proxied address, made absolute and
 * valid; `original` unwraps it to the outlet's own; `proxy` puts the original, percent-encoded, where the
 * template says `{url}`.
 */
export type ImagePolicy = "as-captured" | "original" | { readonly proxy: string };

/** Id of the outlet that stands for every host without a profile, and the name of its feed. */
export const GENERIC_OUTLET_ID = "other";
