import { escapeXml } from "../lib/xml/element.ts";

/*
 * The `feed` package escapes text, attributes and CDATA sections each in its own way, and none completely. It is
 * therefore never shown a character that means something in XML: stand-ins, from the code points that Unicode reserves
 * for internal use and that the gate drops from all that articles say, pass through it untouched and become what they
 * stand for in the finished document. Until then every `<` is markup of the package, so that its markup can be cut and
 * extended by plain search.
 */

const standIns = [
  { special: "&", standIn: "\uFDD0" },
  { special: "<", standIn: "\uFDD1" },
  { special: ">", standIn: "\uFDD2" },
  { special: '"', standIn: "\uFDD3" },
] as const;

/** Stands for the one piece of HTML that an entry has, in the CDATA section where the package writes it. */
export const HTML_STAND_IN = "\uFDD4";

/** Plain text as the package may see it, for an element or an attribute. */
export function quoteText(text: string): string {
  return standIns.reduce((quoted, { special, standIn }) => quoted.replaceAll(special, standIn), text);
}

/** Finishes a document: text gets its character references, and the HTML comes in as it is. */
export function unquote(document: string, html = ""): string {
  return standIns
    .reduce((finished, { special, standIn }) => finished.replaceAll(standIn, escapeXml(special)), document)
    .replace(HTML_STAND_IN, () => html);
}
