/**
 * What the search index holds of an article besides its texts, as tokens that no text can give: they begin with a
 * character of private use. So a condition of any kind is one expression of FTS5.
 */
export const everyArticle = "\u{e000}";

export function outletFacet(outletId: string): string {
  return `\u{e001}${asToken(outletId)}`;
}

/** @param range BCP 47, lower case. */
export function languageFacet(range: string): string {
  return `\u{e002}${asToken(range)}`;
}

/** The facets of an article: its language, and everything that its language is a closer definition of. */
export function facetsOf(outletId: string, language: string): string {
  const subtags = language.toLowerCase().split("-");
  const ranges = subtags.map((_subtag, index) => subtags.slice(0, index + 1).join("-"));
  return [everyArticle, outletFacet(outletId), ...ranges.map(languageFacet)].join(" ");
}

/** What the tokenizer would fold or part at becomes a character of private use. */
function asToken(name: string): string {
  return name.replaceAll(/[^a-z\d]/g, (character) => String.fromCharCode(0xe100 + (character.charCodeAt(0) % 0x1000)));
}
