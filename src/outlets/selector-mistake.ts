import { load } from "cheerio/slim";

const allowedPseudoClasses: ReadonlySet<string> = new Set([
  "contains",
  "empty",
  "first-child",
  "has",
  "icontains",
  "is",
  "last-child",
  "not",
  "only-child",
  "where",
]);
const allowed = Array.from(allowedPseudoClasses, (name) => `:${name}`).join(", ");
const maxCompounds = 12;

const escapes = /\\./gs;
const strings = /"[^"]*"|'[^']*'/g;
const attributes = /\[[^\]]*\]/g;
const pseudoClass = /:+([\w-]+)/g;
const compoundEnd = /[\s>+,]+/;

const $ = load("<p></p>", null, false);

/**
 * What is wrong with a CSS selector in a profile, as a sentence, or undefined. Beyond being CSS that cheerio
 * compiles, it must take time linear in whatever body it is applied to: combinators and pseudo-classes that count
 * or search among siblings, which css-select does anew for each element, are refused.
 */
export function selectorMistake(css: string): string | undefined {
  if (css.trim() === "") return "The selector is empty.";
  const bare = css.replace(escapes, "").replace(strings, "").replace(attributes, "");
  const pseudoClasses = Array.from(bare.matchAll(pseudoClass), ([, name = ""]) => name.toLowerCase());
  const refused = pseudoClasses.find((name) => !allowedPseudoClasses.has(name));
  if (refused !== undefined) return `\`:${refused}\` cannot be used. There are ${allowed}.`;
  if (bare.includes("~")) return "The combinator `~` cannot be used; `+` finds the next element.";
  const hasCount = pseudoClasses.filter((name) => name === "has").length;
  if (hasCount > 1) return "`:has` may be used only once.";
  if (hasCount === 1 && bare.includes("+")) return "`:has` and `+` cannot be used together.";
  if (bare.trim().split(compoundEnd).length > maxCompounds) return `The selector has more than ${maxCompounds} parts.`;
  return compileMistake(css);
}

function compileMistake(css: string): string | undefined {
  try {
    $.root().find(css);
    return undefined;
  } catch (error) {
    return `This is not a CSS selector: ${error instanceof Error ? error.message : String(error)}.`;
  }
}
