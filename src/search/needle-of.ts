import type { TextQuery } from "./query.ts";
import { endsInHan, isHan } from "./runs.ts";

const firstCharacter = /^./su;

/**
 * What a text's runs, as `runsOf` writes them, hold exactly if the phrase is found in the text. Chinese at either end
 * of a phrase may be part of a longer run; everything else stands whole, and runs stand in the same order in a row.
 */
export function needleOf({ phrase, isPrefix }: TextQuery): string {
  const startsInHan = isHan(firstCharacter.exec(phrase)?.[0] ?? " ");
  return `${startsInHan ? "" : " "}${phrase}${isPrefix || endsInHan(phrase) ? "" : " "}`;
}
