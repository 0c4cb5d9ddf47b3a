/** Characters that composing may change, or that begin nowhere else than in the blocks that such characters are in. */
const questionable = /[^\0-\u02ff\u2010-\u20cf\u3000-\u3029\u3030-\u3098\u309b-\ua66e\uac00-\ud7a3\uff00-\uffef]/;
const crowd = /(\p{M}{30})\p{M}+/gu;

/**
 * Text in its composed form (NFC). A character keeps thirty combining marks, more than any writing needs (UAX #15 §13):
 * putting them into order takes time that grows with the square of their number.
 */
export function composed(text: string): string {
  return questionable.test(text) ? text.replace(crowd, "$1").normalize("NFC") : text;
}
