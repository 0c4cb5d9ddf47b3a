import { expect, test } from "vitest";
import { formatQuery } from "./canonical-query.ts";
import { parseQuery } from "./parse-query.ts";
import { relevanceTiers } from "./relevance.ts";

function tiersOf(text: string): readonly string[] {
  const query = parseQuery(text);
  if (!query.ok) throw new Error(query.mistake.message);
  return relevanceTiers(query.value).map(formatQuery);
}

test.each([
  ["tea", ["tea title:tea", "tea -title:tea"]],
  [
    "tea cup lang:en",
    [
      "cup lang:en tea title:cup title:tea",
      "cup lang:en tea (title:cup OR title:tea) -(title:cup title:tea)",
      "cup lang:en tea -(title:cup OR title:tea)",
    ],
  ],
  ["title:tea", ["title:tea"]],
  ["outlet:gazette -tea", ["outlet:gazette -tea"]],
])("%s is looked for in titles first", (text, tiers) => {
  expect(tiersOf(text)).toEqual(tiers);
});
