const crowd = /(\p{M}{30})\p{M}+/gu;

/**
 * Text in its composed form (NFC). A character keeps thirty combining marks, more than any writing needs (UAX #15 §13):
 * putting them into order takes time that grows with the square of their number.
 */
export function composed(text: string): string {
  return text.replace(crowd, "$1").normalize("NFC");
}
