import fc from "fast-check";
import { endsInHan, runsOf } from "./runs.ts";
import { all, any, not } from "./canonical-query.ts";
import { textFields, type Query, type TimeBound } from "../model/query.ts";

/** Few characters, so that what is searched for is often there; of every kind that is cut differently. */
const characters = Array.from("中国國会あㇰ가𠮷𠮸aａb7é，。 \u{3000}“-*:()|\n\u{200b}\u{fe00}葛\u{e0100}·");

export const arbitraryText = fc.string({ unit: fc.constantFrom(...characters), maxLength: 24 });

const arbitraryPhrase = fc
  .string({ unit: fc.constantFrom(...characters), minLength: 1, maxLength: 6 })
  .map((text) => runsOf(text).trim())
  .filter((phrase) => phrase !== "");

const arbitraryTextQuery = fc
  .record({ phrase: arbitraryPhrase, field: fc.constantFrom(undefined, ...textFields), isPrefix: fc.boolean() })
  .map(({ phrase, field, isPrefix }): Query => {
    return { kind: "text", ...(field && { field }), phrase, isPrefix: isPrefix && !endsInHan(phrase) };
  });

const bounds: readonly TimeBound[] = [{ day: "2024-05-02" }, { daysBack: 3 }, { monthsBack: 12 }, { daysBack: 0 }];

const arbitraryLeaf: fc.Arbitrary<Query> = fc.oneof(
  { arbitrary: arbitraryTextQuery, weight: 8 },
  fc.record({ kind: fc.constant("outlet" as const), outletId: fc.constantFrom("nyt-zh", "dw-zh") }),
  fc.record({ kind: fc.constant("language" as const), range: fc.constantFrom("zh", "zh-hant", "en") }),
  fc.record({ kind: fc.constantFrom("after" as const, "before" as const), bound: fc.constantFrom(...bounds) }),
);

/** Queries in canonical form, of a few levels, made of these. */
export function arbitraryQueryOf(leaf: fc.Arbitrary<Query>): fc.Arbitrary<Query> {
  return fc.letrec<{ query: Query }>((tie) => {
    const some = fc.array(tie("query"), { minLength: 1, maxLength: 3 });
    return { query: fc.oneof({ maxDepth: 3 }, leaf, some.map(all), some.map(any), tie("query").map(not)) };
  }).query;
}

export const arbitraryQuery = arbitraryQueryOf(arbitraryLeaf);
