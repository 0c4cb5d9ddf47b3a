import type { DocumentLink } from "../../model/document.ts";

/** Proxies refuse answers whose headers outgrow one buffer (nginx: 4 kB for all), and start pages link to a lot. */
const maxBytes = 2048;

/**
 * The `Link` field of a document (RFC 8288 §3), the first links that fit; `undefined` where there is none. Titles
 * beyond plain ASCII are sent as RFC 8187 has it. Nothing in a link can end the field or the header line.
 */
export function linkHeader(links: readonly DocumentLink[]): string | undefined {
  let header = "";
  for (const link of links) {
    const next = header + (header === "" ? "" : ", ") + linkValue(link);
    if (next.length > maxBytes) break;
    header = next;
  }
  return header === "" ? undefined : header;
}

function linkValue(link: DocumentLink): string {
  const type = link.type === undefined ? "" : `; type=${quoted(link.type)}`;
  return `<${new URL(link.href).href}>; rel=${quoted(link.rel)}${type}${titleParameter(link.title)}`;
}

const unquotable = /[^ !#-[\]-~]/;
const notAttributeCharacters = /[!'()*]/g;

function titleParameter(title: string | undefined): string {
  if (title === undefined) return "";
  if (!unquotable.test(title)) return `; title="${title}"`;
  const encoded = encodeURIComponent(title.toWellFormed()).replace(notAttributeCharacters, percentEncoded);
  return `; title*=UTF-8''${encoded}`;
}

function percentEncoded(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
}

function quoted(text: string): string {
  if (unquotable.test(text)) throw new TypeError(`Not fit for a quoted string: ${JSON.stringify(text)}`);
  return `"${text}"`;
}
