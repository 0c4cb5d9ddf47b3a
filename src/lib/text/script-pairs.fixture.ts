import hongKongVariants from "opencc-js/dict/HKVariants";
import simplifiedToTraditional from "opencc-js/dict/STCharacters";
import traditionalToSimplified from "opencc-js/dict/TSCharacters";
import taiwanVariants from "opencc-js/dict/TWVariants";

const PAIRS_PER_LINE = 57;

/**
 * Every character that is not the one its class is known by, followed by that one. A class is what OpenCC converts
 * into one another, by its first choice: 發, 髮 and 发 are one; so are 着, and 著 as Taiwan writes it.
 */
export function buildScriptPairs(): string {
  const towards = new Map<string, string>();
  const chosen = (character: string): string => {
    let at = character;
    for (let next = towards.get(at); next !== undefined; next = towards.get(at)) at = next;
    return at;
  };
  const join = (from: string, to: string): void => {
    if (chosen(from) !== chosen(to)) towards.set(chosen(from), chosen(to));
  };
  for (const [from, to] of entries(traditionalToSimplified)) join(from, to);
  for (const [standard, variant] of entries(taiwanVariants)) join(variant, standard);
  for (const [standard, variant] of entries(hongKongVariants)) join(variant, standard);
  for (const [simplified, traditional] of entries(simplifiedToTraditional)) join(simplified, traditional);
  const others = [...towards.keys()].toSorted((a, b) => (a.codePointAt(0) ?? 0) - (b.codePointAt(0) ?? 0));
  return others.map((character) => character + chosen(character)).join("");
}

/** The text of `script-pairs.ts`. */
export function scriptPairsSource(): string {
  const characters = Array.from(buildScriptPairs());
  const lines: string[] = [];
  for (let index = 0; index < characters.length; index += PAIRS_PER_LINE * 2) {
    lines.push(`  "${characters.slice(index, index + PAIRS_PER_LINE * 2).join("")}",`);
  }
  return `${heading}\nexport const scriptPairs = [\n${lines.join("\n")}\n].join("");`;
}

const heading = `/**
 * Characters and, after each, the one that stands for it and all its Simplified, Traditional and regional forms. From
 * the character tables of OpenCC (Apache-2.0) as opencc-js 1.4.2 has them, by
 * \`node -p 'require("./src/lib/text/script-pairs.fixture.ts").scriptPairsSource()' > src/lib/text/script-pairs.ts\`.
 */`;

/** OpenCC's dictionaries are texts: \`character conversion|character conversion|…\`. */
function* entries(dictionary: string): Generator<readonly [from: string, to: string]> {
  for (const entry of dictionary.split("|")) {
    const [from, to] = entry.split(" ");
    if (from !== undefined && to !== undefined) yield [from, to];
  }
}
