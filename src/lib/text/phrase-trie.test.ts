import fc from "fast-check";
import { Trie } from "opencc-js/core";
import phrases from "opencc-js/dict/STPhrases";
import characters from "opencc-js/dict/STCharacters";
import { expect, test } from "vitest";
import { PhraseTrie } from "./phrase-trie.ts";

const dictionaries = [phrases, characters];
const trie = new PhraseTrie(dictionaries);
const packages = new Trie();
packages.loadDictGroup(dictionaries);

const known = dictionaries.flatMap((dictionary) => dictionary.split("|").map((entry) => entry.split(" ")[0] ?? ""));

test("every phrase of the dictionaries is replaced as by the trie of the package", () => {
  const different = known.filter((phrase) => trie.convert(phrase) !== packages.convert(phrase));
  expect(different).toEqual([]);
});

test("so is a text of parts of phrases, whatever stands between them", () => {
  const part = fc.tuple(fc.constantFrom(...known), fc.nat(8)).map(([phrase, length]) => phrase.slice(0, length));
  const between = fc.constantFrom("", "", " ", "|", "⿰", "\u{20000}", "\ud840", "e");
  const text = fc.array(fc.tuple(part, between), { maxLength: 12 }).map((pieces) => pieces.flat().join(""));
  fc.assert(
    fc.property(text, (given) => {
      expect(trie.convert(given)).toBe(packages.convert(given));
    }),
  );
});

test("the longest phrase is taken, and of what two dictionaries have, what the first says", () => {
  const small = new PhraseTrie(["甲乙 1|甲 2|甲乙丙丁 3", "甲 4|丙 5"]);
  expect(small.convert("甲乙丙 甲丙 甲乙丙丁 甲 乙")).toBe("15 25 3 2 乙");
});
