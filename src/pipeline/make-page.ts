import type { CatalogReader } from "../catalog/catalog.ts";
import { buildFeed } from "../feeds/build-feed.ts";
import type { Document } from "../model/document.ts";
import type { PageAddress } from "../model/document-address.ts";
import type { Edition } from "../model/edition.ts";
import type { FeedDefinition } from "../model/feed.ts";
import { renderFeedPage } from "../pages/feed-page.ts";
import type { FeedOverview } from "../pages/overview.ts";
import { renderStartPage } from "../pages/start-page.ts";
import { selectArticles } from "./select-articles.ts";

export interface PageDeps {
  readonly catalog: CatalogReader;
  readonly edition: Pick<Edition, "definitions" | "outlets" | "publication">;
}

/** A page for people, from what the catalog holds now. Undefined where there is no such page. */
export function makePage(deps: PageDeps, address: PageAddress): Document | undefined {
  const { catalog, edition } = deps;
  const { definitions, publication } = edition;
  if (address.kind === "start-page") {
    const listed = definitions.filter(({ isHidden }) => isHidden !== true);
    const feeds = listed.map((definition) => overviewOf(definition, deps));
    return renderStartPage({ feeds, problems: catalog.problemCount() }, publication);
  }
  if (address.kind !== "feed-page") return undefined;
  const definition = definitions.find(({ name }) => name === address.name);
  return definition && renderFeedPage(buildFeed(definition, selectArticles(definition, deps)), publication);
}

function overviewOf(definition: FeedDefinition, deps: PageDeps): FeedOverview {
  const summaries = deps.catalog.outlets().filter(({ outletId }) => definition.outletIds?.includes(outletId) ?? true);
  const articles = summaries.reduce((sum, summary) => sum + summary.articles, 0);
  for (const { title, canonicalUrl, surfacedAt } of selectArticles(definition, deps)) {
    return { definition, articles, newest: { title, url: canonicalUrl, surfacedAt } };
  }
  return { definition, articles };
}
