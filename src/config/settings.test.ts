import { expect, test } from "vitest";
import type { CustomFeed } from "../model/custom-feed.ts";
import type { Outlet } from "../model/outlet.ts";
import { outletDefaults } from "../outlets/generic-outlet.ts";
import { feedNameMistakes } from "./settings.ts";

function outlet(id: string, formerly: readonly string[] = []): Outlet {
  return { ...outletDefaults, id, name: id, hosts: [`${id}.example`], formerly };
}

function feed(id: string, changes: Partial<CustomFeed> = {}): CustomFeed {
  return { id, title: id, scripts: "main", isHidden: false, formerly: [], ...changes };
}

function mistakes(feeds: readonly CustomFeed[], outlets: readonly Outlet[]): string[] {
  return feedNameMistakes(feeds, outlets, "f.yaml").map(({ where, message }) => `${where}: ${message}`);
}

test("names of their own, present and former, are no mistake", () => {
  expect(
    mistakes([feed("tea", { formerly: ["chai"], outletIds: ["gazette", "other"] })], [outlet("gazette", ["post"])]),
  ).toEqual([]);
});

test("a feed cannot have the name of an outlet", () => {
  expect(mistakes([feed("gazette")], [outlet("gazette")])).toEqual([
    "f.yaml: feeds.gazette: The name gazette is that of the outlet gazette. Choose another.",
  ]);
});

test("a former name cannot be a present one, whichever comes first, nor another's former one", () => {
  expect(
    mistakes(
      [feed("tea", { formerly: ["gazette", "chai"] }), feed("chai"), feed("cha", { formerly: ["post"] })],
      [outlet("gazette", ["post", "tea"])],
    ),
  ).toEqual([
    "outlet gazette.formerly: The name tea is that of the feed tea. Choose another.",
    "f.yaml: feeds.tea.formerly: The name gazette is that of the outlet gazette. Choose another.",
    "f.yaml: feeds.tea.formerly: The name chai is that of the feed chai. Choose another.",
    "f.yaml: feeds.cha.formerly: The name post was that of the outlet gazette. Choose another.",
  ]);
});

test("a feed can name only outlets that are there", () => {
  expect(mistakes([feed("tea", { outletIds: ["gazete", "x"] })], [outlet("gazette")])).toEqual([
    "f.yaml: feeds.tea.outlets: There is no outlet gazete. Did you mean gazette?",
    "f.yaml: feeds.tea.outlets: There is no outlet x. There are gazette, other.",
  ]);
});
