import * as fc from "fast-check";
import { expect, test } from "vitest";
import type { CaptureFact } from "./derive-article.ts";
import { deriveArticle } from "./derive-article.ts";

const at = (hour: number): Date => new Date(Date.UTC(2023, 1, 23, hour));

/** `A@5` is a capture of text A at five o'clock; `A@5<4` claims publication at four. */
function fact(notation: string): CaptureFact {
  const [, textHash = "", hour, claim] = /^(\w)@(\d+)(?:<(\d+))?$/.exec(notation) ?? [];
  const said = claim === undefined ? {} : { publishedAt: at(Number(claim)) };
  return { sha256: notation, textHash, capturedAt: at(Number(hour)), ...said };
}

const facts = (list: string): CaptureFact[] => list.split(" ").filter(Boolean).map(fact);
const derive = (present: string, remembered = "") => deriveArticle(facts(present), facts(remembered));

test("one capture is its own article", () => {
  expect(derive("A@5<4")).toEqual({
    shown: fact("A@5<4"),
    publishedAt: at(4),
    publishedAtIsCaptureTime: false,
    updatedAt: at(4),
    firstCapturedAt: at(5),
    capturedAt: at(5),
    surfacedAt: at(5),
  });
});

test("captures of which no file is left are no article", () => {
  expect(derive("", "A@5<4")).toBeUndefined();
});

test.each([
  { name: "an unchanged re-crawl", present: "A@5<4 A@6<4", shown: "A@5<4", surfaced: 5, updated: 4 },
  { name: "a new text", present: "A@5<4 B@6<4 B@7<4", shown: "B@6<4", surfaced: 6, updated: 6 },
  { name: "a text that came back", present: "A@5<4 B@6<4 A@7<4", shown: "A@7<4", surfaced: 7, updated: 7 },
  { name: "a text less its first", present: "A@6<4", remembered: "A@5<4", shown: "A@6<4", surfaced: 5, updated: 4 },
  { name: "an old text that is gone", present: "B@6<4", remembered: "A@5<4", shown: "B@6<4", surfaced: 6, updated: 6 },
  { name: "a newer text that is gone", present: "A@5<4", remembered: "B@6<4", shown: "A@5<4", surfaced: 5, updated: 5 },
  { name: "a gap between", present: "A@5<4 A@7<4", remembered: "B@6<4", shown: "A@7<4", surfaced: 7, updated: 7 },
])("$name shows $shown", ({ present, remembered, shown, surfaced, updated }) => {
  expect(derive(present, remembered)).toMatchObject({
    shown: { sha256: shown },
    surfacedAt: at(surfaced),
    capturedAt: at(surfaced),
    updatedAt: at(updated),
    firstCapturedAt: at(5),
    publishedAt: at(4),
  });
});

test.each([
  { name: "the earliest claim holds", present: "A@5<4 A@6<3", published: 4, isCaptureTime: false },
  { name: "a remembered claim counts", present: "A@6<3", remembered: "A@5<4", published: 4, isCaptureTime: false },
  { name: "a later claim holds where the first has none", present: "A@5 A@6<3", published: 3, isCaptureTime: false },
  { name: "what was captured was published", present: "A@5 A@9<8", published: 5, isCaptureTime: false },
  { name: "without a claim the first capture's time stands in", present: "A@5 B@6", published: 5, isCaptureTime: true },
])("$name", ({ present, remembered, published, isCaptureTime }) => {
  const article = derive(present, remembered);
  expect(article).toMatchObject({ publishedAt: at(published), publishedAtIsCaptureTime: isCaptureTime });
});

test("what a file gives outweighs what is remembered of the same bytes", () => {
  const remembered = { ...fact("A@5<4"), textHash: "as an older profile read it", publishedAt: at(3) };
  expect(deriveArticle([fact("A@5<4")], [remembered])).toEqual(derive("A@5<4"));
});

test("captures of one second are ordered by their bytes", () => {
  const [a, b] = [
    { ...fact("A@5"), sha256: "0a" },
    { ...fact("B@5"), sha256: "0b" },
  ];
  expect(deriveArticle([b, a], [])?.shown).toBe(b);
});

const anyCapture = fc
  .tuple(fc.constantFrom("A", "B"), fc.integer({ min: 5, max: 9 }), fc.constantFrom("", "<3", "<4"))
  .map(([text, hour, claim]) => fact(`${text}@${hour}${claim}`));
const anyCaptures = fc.uniqueArray(anyCapture, { selector: ({ sha256 }) => sha256, maxLength: 8 });

test("the order facts come in, and remembering one that is there, make no difference", () => {
  fc.assert(
    fc.property(anyCaptures, anyCaptures, (present, remembered) => {
      expect(deriveArticle(present.toReversed(), [...present, ...remembered.toReversed()])).toEqual(
        deriveArticle(present, remembered),
      );
    }),
  );
});

test("an article is never updated before it was published, nor published after it was captured", () => {
  fc.assert(
    fc.property(anyCaptures, anyCaptures, (present, remembered) => {
      const article = deriveArticle(present, remembered);
      if (article === undefined) return;
      const { publishedAt, updatedAt, firstCapturedAt, surfacedAt } = article;
      expect(publishedAt <= updatedAt && publishedAt <= firstCapturedAt && firstCapturedAt <= surfacedAt).toBe(true);
    }),
  );
});
