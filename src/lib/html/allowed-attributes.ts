import type { Element } from "domhandler";
import { httpUrl } from "../url/http-url.ts";
import { escapeAttribute } from "./escape-html.ts";
import { roleOf } from "./tag-roles.ts";

/** The attribute's value as it may be published; undefined where it may not. */
type Check = (value: string, base: URL) => string | undefined;

const languageTag = /^[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*$/;
const mediaType = /^[a-z]+\/[a-z0-9.+-]+$/i;
const number = /^-?[0-9]{1,9}$/;
const pixels = /^[0-9]{1,5}(?:px)?$/;
const direction = /^(?:ltr|rtl|auto)$/i;
const listType = /^[1aAiI]$/;
const mathRole = /^math$/;
/** What `anchorId` makes, and nothing that a page could mean. */
const anchor = /^n[0-9a-f]{8}-[0-9]{1,6}$/;
const anchorLink = /^#n[0-9a-f]{8}-[0-9]{1,6}$/;
const formulaValue = /^[a-z0-9.+%-]{1,20}$/i;
const scope = /^(?:row|col|rowgroup|colgroup)$/i;
const mailAddress = /^mailto:/i;

const webAddress: Check = (value, base) => httpUrl(value, base)?.href;
const linkAddress: Check = (value, base) => {
  if (anchorLink.test(value)) return value;
  return webAddress(value, base) ?? (mailAddress.test(value.trim()) ? URL.parse(value)?.href : undefined);
};
const text: Check = (value) => value;
const matching =
  (pattern: RegExp): Check =>
  (value) =>
    pattern.test(value.trim()) ? value.trim() : undefined;
const size: Check = (value) => pixelsOf(value)?.toString();

/** On any element. */
const general: readonly [string, Check][] = [
  ["lang", matching(languageTag)],
  ["dir", matching(direction)],
  ["id", (value) => (anchor.test(value) ? value : undefined)],
];
const quotation: [string, Check][] = [["cite", webAddress]];
const change: [string, Check][] = [
  ["cite", webAddress],
  ["datetime", text],
];
const cell: [string, Check][] = [
  ["colspan", matching(number)],
  ["rowspan", matching(number)],
];
const dimensions: [string, Check][] = [
  ["width", size],
  ["height", size],
];

/** `style`, `class`, `rel`, `target`, `srcset`, event handlers and all else are not listed, and so not kept. */
const listed: readonly [string, readonly [string, Check][]][] = [
  ["a", [["href", linkAddress]]],
  ["abbr", [["title", text]]],
  ["audio", [["src", webAddress]]],
  ["blockquote", quotation],
  ["del", change],
  ["dfn", [["title", text]]],
  ["img", [["src", webAddress], ["alt", text], ...dimensions, ["title", text], ["role", matching(mathRole)]]],
  ["ins", change],
  ["li", [["value", matching(number)]]],
  [
    "ol",
    [
      ["type", matching(listType)],
      ["start", matching(number)],
      ["reversed", () => ""],
    ],
  ],
  ["q", quotation],
  [
    "source",
    [
      ["src", webAddress],
      ["type", matching(mediaType)],
    ],
  ],
  ["td", cell],
  ["th", [...cell, ["scope", matching(scope)]]],
  ["time", [["datetime", text]]],
  ["video", [["src", webAddress], ["poster", webAddress], ...dimensions]],
];

/** On elements of formulas, where they mean something. `alttext` is what the whole formula says in a line. */
const formulaChecks: ReadonlyMap<string, Check> = new Map([
  ["alttext", text],
  ...(
    "accent accentunder columnspan depth display displaystyle fence form height linethickness lspace mathvariant minsize " +
    "maxsize movablelimits notation rowspan rspace scriptlevel separator stretchy symmetric width"
  )
    .split(" ")
    .map((name) => [name, matching(formulaValue)] as const),
]);

const checksByTag = new Map(listed.map(([tag, checks]) => [tag, new Map([...checks, ...general])]));
const checksOfOthers = new Map(general);

const noAttributes: ReadonlyMap<string, string> = new Map();

/** The attributes an element may keep, checked, addresses absolute. Their order is always the same. */
export function allowedAttributes(element: Element, base: URL): ReadonlyMap<string, string> {
  if (Object.keys(element.attribs).length === 0) return noAttributes;
  const allowed = new Map<string, string>();
  const isFormula = roleOf(element) === "formula";
  const checks = isFormula ? formulaChecks : (checksByTag.get(element.name) ?? checksOfOthers);
  for (const [name, check] of checks) {
    const written = element.attribs[name];
    const value = written === undefined ? undefined : check(written, base);
    if (value !== undefined) allowed.set(name, value);
  }
  return allowed;
}

/**
 * The name a place in an article is linked to by, within the article. `key`, eight digits in hex, is the article's own:
 * readers show several articles on one page.
 */
export function anchorId(key: string, ordinal: number): string {
  return `n${key}-${ordinal}`;
}

/** Writes a start tag. */
export function startTag(name: string, attributes: ReadonlyMap<string, string>): string {
  let tag = `<${name}`;
  for (const [attribute, value] of attributes) tag += ` ${attribute}="${escapeAttribute(value)}"`;
  return `${tag}>`;
}

/** A width or height in pixels; undefined for `100%` and all else that is no size. */
export function pixelsOf(value: string | undefined): number | undefined {
  if (value === undefined || !pixels.test(value.trim())) return undefined;
  return Number.parseInt(value, 10);
}
