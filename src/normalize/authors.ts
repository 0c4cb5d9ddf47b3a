import { textOf } from "../lib/html/text-of.ts";
import { foldSpace } from "../lib/text/fold-space.ts";
import { findFirst, type Body } from "./body.ts";
import { isInCapitals, spellName } from "./spell-name.ts";

const introduction = /^(?:by |作者[：: ]|撰文[：: ]|文[：:]|记者[：: ]|記者[：: ])\s*/i;
const separator = / ?[,，、;；|&] ?(?:and )?| and /i;
/** Between Chinese names; a name may hold the character itself, but never next to a single other one. */
const conjunction = /(?<=\p{Script=Han}{2}) ?[和与與及] ?(?=\p{Script=Han}{2})/u;
const suffix = /^(?:jr|sr|ii|iii|iv|ph\.?d|m\.?d)\.?$/i;
/** Bylines name a handful; the bound keeps the search for spellings linear in the article. */
const maxAuthors = 20;

/**
 * The authors a byline names, spelled as the article spells them: in its bios, which are there to name them, else in
 * `texts`, its others.
 */
export function findAuthors(byline: string | undefined, body: Body, texts: readonly string[]): string[] {
  if (byline === undefined) return [];
  const bios = findFirst(body, body.outlet.select.footer)?.elements ?? [];
  return parseAuthors(byline, [...bios.map((bio) => textOf(bio)), ...texts].map(foldSpace));
}

/**
 * The names in a byline (plain text), in its order, each once. A name in capitals takes the spelling found first in
 * `texts`, the article's own, else each of its words keeps its first capital.
 */
export function parseAuthors(byline: string, texts: readonly string[]): string[] {
  const names: string[] = [];
  const parts = byline
    .replace(introduction, "")
    .split(separator)
    .flatMap((some) => some.split(conjunction));
  for (const part of parts) {
    const previous = names.at(-1);
    if (previous !== undefined && suffix.test(part)) names[names.length - 1] = `${previous}, ${part}`;
    else if (part !== "") names.push(part);
  }
  const authors = new Map<string, string>();
  for (const name of names.slice(0, maxAuthors)) {
    const key = name.toLowerCase();
    if (!authors.has(key)) authors.set(key, isInCapitals(name) ? spellName(name, texts) : name);
  }
  return [...authors.values()];
}
