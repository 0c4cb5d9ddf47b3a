import { combinedFeedName, storiesFeedName, type FeedDefinition, type Site } from "../model/feed.ts";
import { convertScript } from "../lib/text/convert-script.ts";
import type { CustomFeed, FeedSettings } from "../model/custom-feed.ts";
import { GENERIC_OUTLET_ID, type Outlet } from "../model/outlet.ts";

/** For feeds of several outlets, and of one whose profile does not say. */
const RIGHTS = "文章版权归原媒体所有。";

export interface FeedSources {
  readonly site: Site;
  readonly outlets: readonly Outlet[];
  readonly settings: FeedSettings;
  /** True where there are articles that no outlet claims. */
  readonly hasOther: boolean;
  /** True where several outlets report one event. */
  readonly hasStories: boolean;
}

/**
 * The feeds there are, hidden ones too: all articles, the stories if there are any, the operator's own in their order,
 * each outlet by id, and the articles that no outlet claims if there are any.
 */
export function defineFeeds({ site, outlets, settings, hasOther, hasStories }: FeedSources): readonly FeedDefinition[] {
  const named = outlets.filter(({ id }) => id !== GENERIC_OUTLET_ID).toSorted((a, b) => (a.id < b.id ? -1 : 1));
  return [
    combinedFeed(site, settings.combined),
    ...(hasStories ? [storiesFeed(site, settings.stories)] : []),
    ...settings.custom.map((custom) => customFeed(custom, named, site)),
    ...named.map(outletFeed),
    ...(hasOther ? [otherFeed(site)] : []),
  ];
}

/** Former names of feeds, with the present ones. */
export function renamedFeeds(
  outlets: readonly Pick<Outlet, "id" | "formerly">[],
  custom: readonly Pick<CustomFeed, "id" | "formerly">[],
): ReadonlyMap<string, string> {
  const feeds = [...outlets, ...custom];
  return new Map(feeds.flatMap(({ id, formerly = [] }) => formerly.map((name) => [name, id] as const)));
}

function combinedFeed({ title, language }: Site, { share, scripts }: FeedSettings["combined"]): FeedDefinition {
  return {
    name: combinedFeedName,
    title,
    description: "全部媒体的最新文章",
    language,
    rights: RIGHTS,
    ...(scripts === "main" && { twins: "one" }),
    ...(share !== undefined && { share }),
  };
}

function storiesFeed({ language }: Site, { share }: NonNullable<FeedSettings["stories"]> = {}): FeedDefinition {
  return {
    name: storiesFeedName,
    title: "多方报道",
    description: "多家媒体报道的同一事件，各列一条",
    language,
    rights: RIGHTS,
    of: "stories",
    ...(share !== undefined && { share }),
  };
}

function customFeed(custom: CustomFeed, outlets: readonly Outlet[], { language }: Site): FeedDefinition {
  const {
    id,
    title,
    description = `${title}的最新文章`,
    query,
    outletIds,
    limit,
    entries,
    script,
    share,
    stories,
  } = custom;
  const [outlet, ...others] = outlets.filter((candidate) => outletIds?.includes(candidate.id));
  const only = outletIds?.length === 1 && others.length === 0 ? outlet : undefined;
  const convert = (text: string): string => (script === undefined ? text : convertScript(text, script));
  return {
    name: id,
    title: convert(title),
    description: convert(description),
    language: custom.language ?? script ?? only?.language ?? language,
    rights: convert(only?.rights ?? RIGHTS),
    ...(query !== undefined && { query }),
    ...(outletIds !== undefined && { outletIds }),
    ...(limit !== undefined && { limit }),
    ...(entries !== undefined && { entries }),
    ...(script !== undefined && { script }),
    ...(custom.scripts === "main" && { twins: "one" }),
    ...(share !== undefined && { share }),
    ...(stories !== undefined && { stories }),
    ...(custom.isHidden && { isHidden: true }),
  };
}

function outletFeed({ id, name, language, rights = RIGHTS, homepage }: Outlet): FeedDefinition {
  return {
    name: id,
    title: name,
    description: `${name}的最新文章`,
    language,
    rights,
    outletIds: [id],
    ...(homepage === undefined ? {} : { homepage }),
  };
}

function otherFeed({ language }: Site): FeedDefinition {
  return {
    name: GENERIC_OUTLET_ID,
    title: "其他媒体",
    description: "其他媒体的最新文章",
    language,
    rights: RIGHTS,
    outletIds: [GENERIC_OUTLET_ID],
  };
}
