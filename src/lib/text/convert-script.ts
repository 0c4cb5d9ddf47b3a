import { load } from "../load.ts";
import { PhraseTrie } from "./phrase-trie.ts";

/** A script that Chinese is written in, as the language tag (BCP 47) of Chinese in it. */
export type ChineseScript = "zh-Hans" | "zh-Hant";

/**
 * The dictionaries of OpenCC on the way to each script, one group after the other; in a group, phrases come before
 * characters. Traditional is written with the characters that are standard in Taiwan (為, 裡, 眾), which is what most
 * who read it are used to, and no word is put in place of another: an article that says 软件 says 軟件, not 軟體. What is
 * read as Traditional may come from Taiwan or Hong Kong.
 */
const chains: Readonly<Record<ChineseScript, readonly (readonly string[])[]>> = {
  "zh-Hant": [
    ["STPhrases", "STPhrases_GeneratedFromRegionalPhrases", "STCharacters"],
    ["TWVariantsPhrases", "TWVariants"],
  ],
  "zh-Hans": [
    ["TWVariantsRevPhrases", "TWVariantsRev", "HKVariantsRevPhrases", "HKVariantsRev"],
    ["TSPhrases", "TSCharacters"],
  ],
};

const tries = new Map<ChineseScript, readonly PhraseTrie[]>();

/**
 * Chinese text in the other script. What is no Chinese character stays, and so does what is in that script already,
 * but for characters that are common to both.
 */
export function convertScript(text: string, script: ChineseScript): string {
  const chain = tries.get(script) ?? chains[script].map((group) => new PhraseTrie(group.map(dictionary)));
  tries.set(script, chain);
  return chain.reduce((converted, trie) => trie.convert(converted), text);
}

/** Loaded when it is needed: most processes never convert anything. */
function dictionary(name: string): string {
  const { default: entries }: { default: string } = load(`opencc-js/dict/${name}`);
  return entries;
}
