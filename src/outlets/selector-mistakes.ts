import { load } from "cheerio/slim";
import { messageOf } from "../lib/message-of.ts";

const allowedPseudoClasses: ReadonlySet<string> = new Set([
  "contains",
  "empty",
  "first-child",
  "has",
  "icontains",
  "is",
  "last-child",
  "not",
  "nth-child",
  "only-child",
  "where",
]);
const allowed = Array.from(allowedPseudoClasses, (name) => `:${name}`).join(", ");
const maxCompounds = 12;
const maxHas = 4;
const maxNth = 20;

const escapes = /\\./gs;
const strings = /"[^"]*"|'[^']*'/g;
const attributes = /\[[^\]]*\]/g;
const pseudoClass = /:+([\w-]+)/g;
const nthArgument = /:nth-child\(([^()]*)\)?/gi;
const wholeNumber = /^\s*[0-9]{1,3}\s*$/;
const compoundEnd = /[\s>+,]+/;

const $ = load("<p></p>", null, false);

/**
 * What is wrong with a CSS selector in a profile, in a sentence each. Beyond being CSS that cheerio compiles, it must
 * take time linear in every body it is applied to: combinators and pseudo-classes that count or search among siblings,
 * which css-select does again for each element, are refused or have a limit.
 */
export function selectorMistakes(css: string): string[] {
  if (css.trim() === "") return ["The selector is empty."];
  const bare = css.replace(escapes, "").replace(strings, "").replace(attributes, "");
  const pseudoClasses = Array.from(bare.matchAll(pseudoClass), ([, name = ""]) => name.toLowerCase());
  const refused = new Set(pseudoClasses.filter((name) => !allowedPseudoClasses.has(name)));
  const mistakes = Array.from(refused, (name) => `\`:${name}\` cannot be used. There are ${allowed}.`);
  if (bare.includes("~")) mistakes.push("The combinator `~` cannot be used; `+` finds the next element.");
  mistakes.push(...hasMistakes(bare, pseudoClasses.filter((name) => name === "has").length));
  for (const [, position = ""] of bare.matchAll(nthArgument)) {
    if (wholeNumber.test(position) && Number(position) >= 1 && Number(position) <= maxNth) continue;
    mistakes.push(`\`:nth-child\` takes a number from 1 to ${maxNth}, and no formula.`);
  }
  if (bare.trim().split(compoundEnd).length > maxCompounds) {
    mistakes.push(`The selector has more than ${maxCompounds} parts.`);
  }
  return mistakes.length > 0 ? mistakes : compileMistakes(css);
}

/** Each `:has` looks through all that is below an element, and so through each part of the body a few times. */
function hasMistakes(bare: string, count: number): string[] {
  const mistakes = count > maxHas ? [`\`:has\` may be used ${maxHas} times at most.`] : [];
  for (const inside of argumentsOfHas(bare)) {
    if (/:has\b/i.test(inside)) mistakes.push("`:has` cannot be used within another one.");
    if (inside.includes("+")) mistakes.push("`+` cannot be used within `:has`.");
  }
  return mistakes;
}

/** What stands in the parentheses of each `:has`, as far as it is closed. */
function argumentsOfHas(bare: string): string[] {
  return Array.from(bare.matchAll(/:has\(/gi), ({ index, 0: opening }) => {
    const start = index + opening.length;
    let end = start;
    for (let depth = 1; end < bare.length && depth > 0; end++) {
      if (bare[end] === "(") depth++;
      if (bare[end] === ")") depth--;
    }
    return bare.slice(start, end);
  });
}

function compileMistakes(css: string): string[] {
  try {
    $.root().find(css);
    return [];
  } catch (error) {
    return [`This is not a CSS selector: ${messageOf(error)}.`];
  }
}
