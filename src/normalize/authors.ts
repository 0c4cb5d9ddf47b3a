import { textOf } from "../lib/html/text-of.ts";
import { foldSpace } from "../lib/text/fold-space.ts";
import { plainText } from "../lib/text/plain-text.ts";
import { type Body } from "./body.ts";
import { findAll } from "./selectors.ts";

const introduction = /^(?:by |作者[：: ]|撰文[：: ]|文[：:]|采访记者[：: ]|[记記]者[：: ])\s*/i;
const separator = / ?[,，、;；|&/／] ?(?:and )?| and /i;
/** Between Chinese names; a name may hold the character itself, but never next to a single other one. */
const conjunction = /(?<=\p{Script=Han}{2}) ?[和與与及] ?(?=\p{Script=Han}{2})/u;
const suffix = /^(?:jr|sr|ii|iii|iv|ph\.?d|m\.?d)\.?$/i;
/** Bylines name a handful; the bound keeps the search for spellings linear in the article. */
const maxAuthors = 20;

/**
 * The authors a byline names, spelled as the article spells them: in its bios, which are there to name them, else in
 * `texts`, its others.
 */
export function findAuthors(byline: string | undefined, body: Body, texts: readonly string[]): string[] {
  if (byline === undefined) return [];
  const bios = body.rules.select.footer.flatMap((css) => findAll(body, css)).map((bio) => textOf(bio));
  return parseAuthors(byline, body.outlet.roles, [...bios, ...texts]);
}

/**
 * The names in a byline (plain text), in its order, each once, without `roles` beside them. A name in capitals takes the
 * spelling found first in `texts`, the article's own, else each of its words keeps its first capital.
 */
export function parseAuthors(byline: string, roles: readonly string[], texts: readonly string[]): string[] {
  const names: string[] = [];
  const parts = byline
    .split(separator)
    .flatMap((some) => some.split(conjunction))
    .map((part) => withoutRoles(part.replace(introduction, ""), roles));
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

const brackets = /[（(【[][^（）()【】[\]]*[）)】\]]/g;

/** A name without roles before or after it, or in brackets beside it. */
function withoutRoles(part: string, roles: readonly string[]): string {
  let name = part.replaceAll(brackets, (aside) => (roles.some((role) => aside.includes(role)) ? " " : aside)).trim();
  for (let before = ""; before !== name;) {
    before = name;
    for (const role of roles) {
      if (name === role || name.startsWith(`${role} `)) name = name.slice(role.length);
      if (name.endsWith(role) && !/\w/.test(role)) name = name.slice(0, -role.length);
      name = name.replace(/^[\s:：]+|[\s:：]+$/g, "");
    }
  }
  return name;
}

const sentenceEnd = /[。！？!?…]|\p{Ll}{3}\.(?:\s|$)/u;
const letter = /\p{L}/u;
const digit = /\d{3}/;
/** In UTF-16 units. */
const longestByline = 200;
const longestName = 60;

/** Whether a text can be a line of names: no sentence, no address, not long. */
export function looksLikeNames(text: string): boolean {
  if (text.length > longestByline || !letter.test(text) || sentenceEnd.test(text) || digit.test(text)) return false;
  return text.split(separator).every((name) => name.length <= longestName && name.split(" ").length <= 8);
}

const placeholder = /\{(names|\*)\}/;
const special = /[.*+?^${}()|[\]\\/]/g;
const spaces = /\s+/g;
const betweenChineseNames = /(?<=\p{Script=Han}{2})\s+(?=\p{Script=Han}{2})/gu;
const templates = new Map<string, Template>();

interface Template {
  /** Words that stand in every text that it fits. */
  readonly words: string;
  readonly pattern: RegExp;
}

/**
 * The names that a line of a text begins with, in the words of a template: `{names}` stands for them, as far as the next
 * sign that parts sentences, `{*}` for any word; a space for any white space.
 */
export function namesInText(text: string, template: string): string | undefined {
  const { words, pattern } = templates.getOrInsertComputed(template, compile);
  if (!text.includes(words)) return undefined;
  for (const line of text.split("\n")) {
    const names = plainText((pattern.exec(line)?.groups?.["names"] ?? "").replaceAll(betweenChineseNames, "、"));
    if (names !== "" && looksLikeNames(names)) return names;
  }
  return undefined;
}

/** Profiles are few, and so are their templates: compiled ones are kept. */
function compile(template: string): Template {
  const parts = template.split(placeholder).map((part, at) => {
    if (at % 2 === 0) return part.replace(special, String.raw`\$&`).replace(spaces, String.raw`\s+`);
    return part === "names" ? String.raw`(?<names>[^；;。|（）()：:]{1,100}?)` : String.raw`[^\s；;。|（）()：:]{0,30}`;
  });
  const beginning = String.raw`^[\s（(【[]*`;
  const end = template.endsWith("{names}") ? String.raw`\s*(?=[；;。|（）()]|$)` : "";
  const words = template
    .split(placeholder)
    .flatMap((part, at) => (at % 2 === 0 ? part.split(spaces) : []))
    .reduce((longest, part) => (part.length > longest.length ? part : longest), "");
  return { words, pattern: new RegExp(beginning + parts.join("") + end, "u") };
}

const capitals = /\p{Lu}.*\p{Lu}/u;
const capital = /\p{Lu}/u;
const word = /\p{L}[\p{L}\p{M}]*/gu;
const romanNumeral = /^(?:II|III|IV|VI|VII|VIII)$/;
/** Printed so in bylines too: DAVID McCABE. */
const gaelicPrefix = /^Ma?c(?=\p{Lu})/u;
const longestSpelled = 100;
/** Letters of words; a Chinese character beside a name is none of it. */
const startsWithLetter = /^[\p{L}--\p{Script=Han}]/v;
const endsInLetter = /[\p{L}--\p{Script=Han}]$/v;

/** Whether a name is printed in capitals, as bylines are. Initials, single words and scripts without case are not. */
function isInCapitals(name: string): boolean {
  return (
    capitals.test(name) &&
    name.includes(" ") &&
    name.split(" ").every((part) => isUpperCase(part.replace(gaelicPrefix, "")))
  );
}

/** The first spelling of a name in `texts` that is not in capitals, else the first capital of each of its words. */
function spellName(name: string, texts: readonly string[]): string {
  if (name.length > longestSpelled) return capitalize(name);
  const words = name.split(" ").map((part) => part.replace(special, String.raw`\$&`));
  const pattern = new RegExp(words.join(" "), "giu");
  for (const written of texts) {
    const text = foldSpace(written);
    for (const { index, 0: spelling } of text.matchAll(pattern)) {
      const [before, after] = [text.slice(Math.max(index - 2, 0), index), text.slice(index + spelling.length)];
      const isWhole = !endsInLetter.test(before) && !startsWithLetter.test(after);
      if (isWhole && !isInCapitals(spelling) && capital.test(spelling)) return spelling;
    }
  }
  return capitalize(name);
}

function capitalize(name: string): string {
  return name.replace(word, (part) => {
    if (romanNumeral.test(part)) return part;
    const prefix = gaelicPrefix.exec(part)?.[0] ?? "";
    const [first = "", ...rest] = part.slice(prefix.length);
    return prefix + first + rest.join("").toLowerCase();
  });
}

function isUpperCase(text: string): boolean {
  return text === text.toUpperCase();
}
