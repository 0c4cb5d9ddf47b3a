const spaces = /\s+/g;
const visible = /[^\s\u200b-\u200d\u2060]/;

/** Each run of white space as one space; none at the ends. */
export function foldSpace(text: string): string {
  return text.replace(spaces, " ").trim();
}

/** Whether there is nothing to see: white space and zero-width characters. */
export function isBlank(text: string): boolean {
  return !visible.test(text);
}
