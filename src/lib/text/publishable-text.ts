import { legalText } from "../xml/legal-text.ts";

/** What `legalText` may change: looked for first, because it is hardly ever there. */
const questionable = /[^\t\n\u0020-\u007e\u00a0-\ud7ff\ue000-\ufdcf\ufdf0-\ufffc]/;

/** Text without what an XML document cannot hold or should not; see `legalText`. */
export function publishableText(text: string): string {
  return questionable.test(text) ? legalText(text) : text;
}
