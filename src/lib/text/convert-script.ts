import type * as opencc from "opencc-js/core";
import { load } from "../load.ts";

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

const converters = new Map<ChineseScript, (text: string) => string>();

/**
 * Chinese text in the other script. What is no Chinese character stays, and so does what is in that script already,
 * but for characters that are common to both. The first call for a script takes 130 ms, and 50 MB for Traditional.
 */
export function convertScript(text: string, script: ChineseScript): string {
  const convert = converters.get(script) ?? createConverter(script);
  converters.set(script, convert);
  return convert(text);
}

/** Loaded here and not at the top of the file: most processes never convert anything. */
function createConverter(script: ChineseScript): (text: string) => string {
  const { ConverterFactory }: typeof opencc = load("opencc-js/core");
  return ConverterFactory(...chains[script].map((group) => group.map(dictionary)));
}

function dictionary(name: string): string {
  const { default: entries }: { default: string } = load(`opencc-js/dict/${name}`);
  return entries;
}
