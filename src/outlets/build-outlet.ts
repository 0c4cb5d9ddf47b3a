import {
  removalRule,
  type BodyRules,
  type FactSelector,
  type ImagePolicy,
  type Outlet,
  type OutletSelectors,
  type OwnRule,
} from "../model/outlet.ts";
import type { FoundPart } from "../model/trace.ts";
import { outletDefaults } from "./generic-outlet.ts";
import type { Profile, ProfileRules } from "./profile-schema.ts";
import { canonicalLanguage } from "./profile-values.ts";

/**
 * The outlet that a profile describes, on top of the shared profiles that it builds on, nearest first. Lists are joined,
 * the nearest first, but for an empty one, which switches off what is farther; of other values the nearest holds.
 * `images` is the policy where none of them says one.
 */
export function buildOutlet(profile: Profile, shared: readonly Profile[], images: ImagePolicy): Outlet {
  const layers = [profile, ...shared];
  const { id, name = id, hosts = [], homepage = homepageOf(hosts), formerly } = profile;
  const articleNumber = nearest(layers, "article-number");
  const section = nearest(layers, "section");
  const scripts = nearest(layers, "scripts");
  const rights = nearest(layers, "rights");
  const language = nearest(layers, "language") ?? outletDefaults.language;
  return {
    id,
    name,
    hosts,
    ...(homepage !== undefined && { homepage }),
    ...(articleNumber !== undefined && { articleNumber }),
    articleQuery: joined(layers, (layer) => layer["article-query"], outletDefaults.articleQuery),
    pathEndings: joined(layers, (layer) => layer["path-endings"], outletDefaults.pathEndings),
    scripts: scripts ? { hans: scripts["zh-Hans"], hant: scripts["zh-Hant"] } : outletDefaults.scripts,
    ...(section && { section: { pathSegment: section["path-segment"], labels: section.labels ?? {} } }),
    timeZone: nearest(layers, "time-zone") ?? outletDefaults.timeZone,
    language: canonicalLanguage(language) ?? outletDefaults.language,
    ...(rights !== undefined && { rights }),
    images: nearest(layers, "images") ?? images,
    entries: nearest(layers, "entries") ?? outletDefaults.entries,
    titleTails: joined(layers, (layer) => layer["title-tails"], outletDefaults.titleTails),
    roles: joined(layers, (layer) => layer.roles, outletDefaults.roles),
    ...rulesOf(layers),
    eras: layers.flatMap(({ eras = [], shared: isShared }) =>
      eras.map((era) => ({ when: era.when, ...rulesOf([{ ...era, shared: isShared }, ...layers]) })),
    ),
    ...(formerly !== undefined && { formerly }),
    ownRules: ownRules(profile),
  };
}

function ownRules(profile: Profile): readonly OwnRule[] {
  const ofEras = (profile.eras ?? []).flatMap((era) => [
    { part: "era", rule: era.when },
    ...bodyRules(era).map((rule) => ({ ...rule, era: era.when })),
  ]);
  return [...bodyRules(profile), ...ofEras];
}

/** The parts that are counted have the names of the keys of `select`, and the order of the schema. */
function bodyRules({ select = {}, remove = [] }: Partial<ProfileRules>): FoundPart[] {
  const selected = Object.entries(select).flatMap(([part, rules = []]) =>
    rules.map((one) => ({ part, rule: typeof one === "string" ? one : one.names })),
  );
  const removed = remove.map(({ css, begins, text, line }) => {
    const rule = css === undefined ? (text ?? line ?? "") : removalRule(css, begins);
    return { part: "remove", rule };
  });
  return [...selected, ...removed];
}

function homepageOf([host]: readonly string[]): string | undefined {
  return host === undefined ? undefined : `https://${host}/`;
}

type Layer = Partial<ProfileRules> & Pick<Profile, "shared">;

function rulesOf(layers: readonly Layer[]): BodyRules {
  const headings = layers.find((layer) => layer.headings !== undefined)?.headings;
  return {
    select: selectorsOf(layers),
    remove: joined(layers, removalsOf, outletDefaults.remove),
    rewriteLinks: joined(layers, (layer) => layer["rewrite-links"], outletDefaults.rewriteLinks),
    ...(headings !== undefined && { headings }),
    dateline: joined(layers, (layer) => layer.dateline, outletDefaults.dateline),
  };
}

function selectorsOf(layers: readonly Layer[]): OutletSelectors {
  const defaults = outletDefaults.select;
  const css = (key: CssKey, farthest: readonly string[]) => joined(layers, (layer) => layer.select?.[key], farthest);
  const facts = (key: "time" | "byline", farthest: readonly FactSelector[]) =>
    joined(layers, (layer) => layer.select?.[key]?.map((one) => factSelector(one, layer.shared !== true)), farthest);
  return {
    frontLine: css("front-line", defaults.frontLine),
    time: facts("time", defaults.time),
    byline: facts("byline", defaults.byline),
    dek: css("dek", defaults.dek),
    leadPicture: css("lead-picture", defaults.leadPicture),
    picture: css("picture", defaults.picture),
    caption: css("caption", defaults.caption),
    credit: css("credit", defaults.credit),
    footer: css("footer", defaults.footer),
    original: css("original", defaults.original),
    copyright: css("copyright", defaults.copyright),
  };
}

type CssKey = Exclude<keyof NonNullable<Profile["select"]>, "time" | "byline">;

function factSelector(written: string | { css: string; names: string }, anywhere: boolean): FactSelector {
  return typeof written === "string" ? { css: written, anywhere } : { ...written, anywhere: true };
}

function removalsOf({ remove }: Layer): BodyRules["remove"] | undefined {
  return remove?.map(({ css, begins, "only-links": onlyLinks, text, line = "" }) => {
    if (css === undefined) return text === undefined ? { line } : { text };
    return { css, ...(begins !== undefined && { begins }), ...(onlyLinks && { onlyLinks }) };
  });
}

function nearest<Key extends keyof Profile>(layers: readonly Profile[], key: Key): Profile[Key] | undefined {
  return layers.find((layer) => layer[key] !== undefined)?.[key];
}

/** The lists that layers hold, the nearest first, as far as the first that is empty. */
function joined<From, Member>(
  layers: readonly From[],
  listOf: (layer: From) => readonly Member[] | undefined,
  farthest: readonly Member[],
): readonly Member[] {
  const lists = [...layers.map(listOf), farthest].filter((list) => list !== undefined);
  const end = lists.findIndex((list) => list.length === 0);
  return (end < 0 ? lists : lists.slice(0, end)).flat();
}
