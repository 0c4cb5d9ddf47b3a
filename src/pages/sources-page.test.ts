import { load } from "cheerio";
import { expect, test } from "vitest";
import { locales } from "../model/locale.ts";
import type { SourceStatus } from "../model/source.ts";
import { renderSourcesPage } from "./sources-page.ts";

const good: SourceStatus = {
  url: "https://outlet.example/feed",
  succeededAt: new Date("2026-01-01T08:00:00Z"),
  nextPollAt: new Date("2026-01-01T09:03:00Z"),
  written: 12,
  failures: 0,
  isGone: false,
};
const failing: SourceStatus = {
  url: "https://broken.example/<feed>",
  nextPollAt: new Date("2026-01-01T10:00:00Z"),
  written: 0,
  failures: 3,
  failure: "It answered 500.",
  isGone: false,
};

test("each source has its last success, next time, entries, failures and reason, and those that fail come first", () => {
  const $ = load(renderSourcesPage([good, failing, { ...good, isGone: true }], "en"));
  const rows = $("tr").toArray().slice(1);
  const cells = rows.map((row) =>
    $(row)
      .children()
      .toArray()
      .map((cell) => $(cell).text()),
  );
  expect(cells).toEqual([
    ["https://broken.example/<feed>", "never", "January 1, 2026 10:00 UTC", "0", "3", "It answered 500."],
    ["https://outlet.example/feed", "January 1, 2026 08:00 UTC", "January 1, 2026 09:03 UTC", "12", "0", ""],
    ["https://outlet.example/feed", "January 1, 2026 08:00 UTC", "never", "12", "0", ""],
  ]);
  expect($(".lead").text()).toBe("1 feed could not be fetched the last time.");
});

test("in every language it says when all is well, and when there is nothing", () => {
  const leads = locales.map((locale) =>
    [[good], []].map((sources) => load(renderSourcesPage(sources, locale))(".lead").text()),
  );
  expect(leads).toEqual([
    ["所有信源上次都抓到了。", expect.stringContaining("feedmill fetch add URL")],
    ["所有訂閱源上次都抓到了。", expect.stringContaining("feedmill fetch add URL")],
    ["Every feed could be fetched the last time.", expect.stringContaining("feedmill fetch add URL")],
  ]);
});
