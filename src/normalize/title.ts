import { parseFragment } from "../lib/html/parse-fragment.ts";
import { textOf } from "../lib/html/text-of.ts";
import { cutGraphemes } from "../lib/text/cut-graphemes.ts";
import { plainText } from "../lib/text/plain-text.ts";

const markup = /<\/?(?:a|b|br|em|font|i|mark|s|small|span|strong|sub|sup|u|wbr)(?:\s[^<>]*)?\/?>/gi;
const maxGraphemes = 500;
/** No title has this many UTF-16 units; what lies beyond is not looked at. */
const maxLength = 20_000;

/** The headline as plain text, its character references decoded once; undefined if there is nothing to read in it. */
export function normalizeTitle(claim: string): string | undefined {
  const title = plainText(decodeReferences(claim.slice(0, maxLength).replace(markup, "")));
  return title === "" ? undefined : cutGraphemes(title, maxGraphemes);
}

/** Decodes as the HTML parser does, and keeps every `<` as the character it is. */
function decodeReferences(text: string): string {
  if (!text.includes("&")) return text;
  const parsed = parseFragment(text.replaceAll("<", "&lt;"), { elements: 0, depth: 0, attributes: 0 });
  return "root" in parsed ? textOf(parsed.root) : text;
}
