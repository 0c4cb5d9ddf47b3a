const unprintable = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/** Text for one line of a terminal or log: control and format characters are written as `\u{…}`. */
export function printable(text: string): string {
  return text.replace(unprintable, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`);
}

/** Control and format characters that JSON allows unescaped: U+009B alone begins an escape sequence on some terminals. */
const unprintableInJson = /[\p{Cf}\p{Zl}\p{Zp}\x7F-\x9F]/gu;

/** JSON for a terminal or log: control and format characters are escaped, so that it holds the same values. */
export function printableJson(json: string): string {
  return json.replace(unprintableInJson, (character) =>
    Array.from({ length: character.length }, (_, at) => character.charCodeAt(at))
      .map((unit) => `\\u${unit.toString(16).padStart(4, "0")}`)
      .join(""),
  );
}
