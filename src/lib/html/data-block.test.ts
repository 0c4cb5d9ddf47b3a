import { load } from "cheerio";
import { expect, test } from "vitest";
import { dataBlock } from "./data-block.ts";

test("nothing in a data block can end it or open a comment", () => {
  const value = { name: "</script><!--<script>alert(1)</script>", "&": "\u2028a & b" };
  const { markup } = dataBlock("application/ld+json", value);
  expect(markup.slice(markup.indexOf(">") + 1, -"</script>".length)).not.toMatch(/[<>&\u2028]/);
  const $ = load(markup);
  expect($("script")).toHaveLength(1);
  expect(JSON.parse($("script").text())).toEqual(value);
});
