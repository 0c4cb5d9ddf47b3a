import { expect, test } from "vitest";
import { lateTakedowns, withdrawnArticle } from "./withdrawals.ts";

const site = { title: "集报", publicUrl: "https://f.example", siteId: "u", language: "zh-Hans", maxAgeSeconds: 300 };
const gazette = { name: "gazette", title: "样报", description: "", language: "zh" };
const id = "urn:uuid:00000000-0000-5000-8000-000000000001";
const takenDownAt = new Date("2024-05-17T03:20:00Z");

test("a withdrawn article says so in the site's language, names its outlet, and leads to our page of it", () => {
  const shown = ["zh-Hans", "zh-TW", "en"].map((language) => {
    const edition = { site: { ...site, language }, definitions: [gazette] };
    const { title, bodyHtml, outletName, canonicalUrl } = withdrawnArticle(
      { id, takenDownAt, outletId: "gazette" },
      edition,
    );
    return [title, bodyHtml, outletName, canonicalUrl];
  });
  const page = "https://f.example/articles/00000000-0000-5000-8000-000000000001/";
  expect(shown).toEqual([
    ["本文已撤回", "<p>这篇文章已经撤回，不再提供。</p>", "样报", page],
    ["本文已撤回", "<p>這篇文章已經撤回，不再提供。</p>", "样报", page],
    ["This article was withdrawn", "<p>This article has been withdrawn and is no longer available.</p>", "样报", page],
  ]);
});

test("readers are told of takedowns of a feed's outlets, for thirty days", () => {
  const takedowns = [
    { id: "1", takenDownAt, outletId: "gazette" },
    { id: "2", takenDownAt, outletId: "herald" },
    { id: "3", takenDownAt },
    { id: "4", takenDownAt: new Date("2024-05-01T00:00:00Z"), outletId: "gazette" },
  ];
  const idsAt = (day: string, outletIds?: readonly string[]): readonly string[] =>
    lateTakedowns(takedowns, outletIds === undefined ? {} : { outletIds }, new Date(day)).map(
      (takedown) => takedown.id,
    );
  expect(idsAt("2024-05-31")).toEqual(["1", "2", "4"]);
  expect(idsAt("2024-05-31", ["gazette"])).toEqual(["1", "4"]);
  expect(idsAt("2024-06-16")).toEqual(["1", "2"]);
  expect(idsAt("2024-06-17")).toEqual([]);
});
