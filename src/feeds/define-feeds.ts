import type { FeedDefinition, Publication } from "../model/feed.ts";
import { GENERIC_OUTLET_ID, type Outlet } from "../model/outlet.ts";

/** For feeds of several outlets, and of one whose profile does not say. */
const RIGHTS = "文章版权归原媒体所有。";

/** The feeds there are: everything, each outlet by id, and where there is need of it what no outlet claims. */
export function defineFeeds(
  outlets: readonly Outlet[],
  publication: Publication,
  hasOther: boolean,
): readonly FeedDefinition[] {
  const named = outlets.filter(({ id }) => id !== GENERIC_OUTLET_ID).toSorted((a, b) => (a.id < b.id ? -1 : 1));
  return [allFeed(publication), ...named.map(outletFeed), ...(hasOther ? [otherFeed(publication)] : [])];
}

function allFeed({ title, language }: Publication): FeedDefinition {
  return { name: "all", title, description: "全部媒体的最新文章", language, rights: RIGHTS };
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

function otherFeed({ language }: Publication): FeedDefinition {
  return {
    name: GENERIC_OUTLET_ID,
    title: "其他媒体",
    description: "其他媒体的最新文章",
    language,
    rights: RIGHTS,
    outletIds: [GENERIC_OUTLET_ID],
  };
}
