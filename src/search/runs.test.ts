import fc from "fast-check";
import { expect, test } from "vitest";
import { arbitraryText } from "./query.fixture.ts";
import { readRuns, runsOf } from "./runs.ts";

test("runs are the characters that can be searched for, with a space before each run", () => {
  const anyText = fc.string({ unit: "binary", maxLength: 40 });
  fc.assert(
    fc.property(fc.oneof(arbitraryText, anyText), (text) => {
      let runs = "";
      readRuns(text, (character, startsRun) => {
        runs += startsRun ? ` ${character}` : character;
      });
      expect(runsOf(text)).toBe(`${runs} `);
    }),
    { numRuns: 3000 },
  );
});

test.each([
  ["", " "],
  ["G7峰会在NATO", " g7 峰会在 nato "],
  ["中国，會議。", " 中国 会议 "],
  ["U.S. don’t 3.5%", " u s don t 3 5 "],
  ["𠮷野家", " 𠮷野家 "],
  ["東\u{200b}京\u{e0100}タワー", " 东京タワー "],
  ["서울 Ünïcode", " 서울 ünïcode "],
  ["\u{d83d}中\u{de00}", " 中 "],
])("the runs of %j are %j", (text, runs) => {
  expect(runsOf(text)).toBe(runs);
});

test.each([0, 1, 70_000, 600_000])("a text of %i characters is cut whole", (length) => {
  expect(runsOf(`${"中".repeat(length)}。${"𠮷a".repeat(length)}`)).toBe(
    `${length === 0 ? "" : ` ${"中".repeat(length)}`}${" 𠮷 a".repeat(length)} `,
  );
});
