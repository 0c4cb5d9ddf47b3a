import { fieldNames, type WrittenTerm } from "./parse-condition.ts";
import { mistaken, parsed, type Parsed } from "./query-mistake.ts";

const fieldName = /([a-z]+):(\s*)/y;
const quoted = /"[^"]*"?|「[^」]*」?|『[^』]*』?/y;
const closed = /^["「『][^]*["」』]$/;
const bare = /[^\s()|"「『]+/y;

/**
 * The term that begins at an index, and where it ends.
 *
 * @param plain The same text as `plainSpelling` gives it: signs are looked for here.
 */
export function readTerm(text: string, plain: string, at: number): Parsed<WrittenTerm & { readonly end: number }> {
  const [opening = "", name = "", gap = ""] = matchAt(fieldName, plain, at) ?? [];
  const touchesValue = gap === "" && at + opening.length < plain.length;
  const isField = fieldNames.includes(name) || (name !== "" && touchesValue);
  const valueAt = isField ? at + opening.length : at;
  const field = isField ? { field: name } : {};

  const [quotation] = matchAt(quoted, plain, valueAt) ?? [];
  if (quotation !== undefined) {
    if (!closed.test(quotation)) return mistaken("This quotation mark is not closed.", valueAt);
    const end = valueAt + quotation.length;
    const hasStar = plain[end] === "*";
    const value = text.slice(valueAt + 1, end - 1);
    return parsed({ ...field, value, isQuoted: true, hasStar, at, valueAt, end: hasStar ? end + 1 : end });
  }

  const [word = ""] = matchAt(bare, plain, valueAt) ?? [];
  const end = valueAt + word.length;
  const star = word.indexOf("*");
  if (star >= 0 && star < word.length - 1) return mistaken("A * can stand only at the end of a word.", valueAt + star);
  const value = text.slice(valueAt, star < 0 ? end : end - 1);
  return parsed({ ...field, value, isQuoted: false, hasStar: star >= 0, at, valueAt, end });
}

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text) ?? undefined;
}
