/** What is to become of texts, and of which. */
export interface TextConversion {
  readonly convert: (text: string) => string;
  /** Whether text in a language, as a `lang` attribute says it, is to be converted. */
  readonly applies: (language: string) => boolean;
  /** The language of what was converted (BCP 47). */
  readonly language: string;
}

const tagOrText = /<[^>]*>|[^<]+/g;
const tagName = /^<\/?([a-z0-9]+)/;
const humanAttribute = / (alt|title)="([^"]*)"/g;
const languageAttribute = / lang="([^"]*)"/;
const voidTags: ReadonlySet<string> = new Set(["br", "hr", "img", "wbr", "source"]);
/** Text in these is for machines, or a sign and no word. */
const code: ReadonlySet<string> = new Set(["code", "kbd", "math", "samp", "var"]);

/**
 * Converts what people read of markup as `sanitize` writes it: text, and the attributes `alt` and `title`. Nothing else
 * changes, but that `lang` says the new language where it said the old one. Text in code and in other languages stays.
 * In such markup every `<` begins a tag, and a tag has no `>` in it: it needs no parser.
 */
export function convertTexts(html: string, { convert, applies, language }: TextConversion): string {
  /** How many open elements the text that stays is in. */
  let kept = 0;
  return html.replace(tagOrText, (piece) => {
    const [, name] = tagName.exec(piece) ?? [];
    if (name === undefined) return kept > 0 ? piece : convert(piece);
    if (piece.startsWith("</")) {
      if (kept > 0) kept--;
      return piece;
    }
    const said = languageAttribute.exec(piece)?.[1];
    const stays = kept > 0 || code.has(name) || (said !== undefined && !applies(said));
    if (stays && !voidTags.has(name)) kept++;
    if (stays) return piece;
    const tag = said === undefined ? piece : piece.replace(languageAttribute, ` lang="${language}"`);
    return tag.replace(humanAttribute, (_, attribute: string, value: string) => ` ${attribute}="${convert(value)}"`);
  });
}
