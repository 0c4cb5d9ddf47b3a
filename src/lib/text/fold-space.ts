const spaces = /\s+/g;
/** What leaves no mark on paper: controls, format characters such as joiners, fillers that are letters by class alone. */
const visible = /[^\s\p{Cc}\p{Cf}\p{Variation_Selector}\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0\ufffd]/u;

/** Each run of white space as one space; none at the ends. */
export function foldSpace(text: string): string {
  return text.replace(spaces, " ").trim();
}

/** Whether there is nothing to see: white space, and characters that have no shape. */
export function isBlank(text: string): boolean {
  return !visible.test(text);
}
