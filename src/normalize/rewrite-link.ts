import type { LinkRewrite } from "../model/outlet.ts";

const placeholder = /(\{n\}|\{\*\})/;
const leadingDigits = /^[0-9]+/;

/**
 * The address that a template makes of one it matches as a whole, e.g. `https://api.example/{n}` →
 * `https://example/a-{n}`. What a placeholder stood for goes where the same placeholder comes next in `to`.
 */
export function rewriteLink(address: string, { from, to }: LinkRewrite): string | undefined {
  const numbers: string[] = [];
  let rest: string | undefined;
  let position = 0;
  for (const part of from.split(placeholder)) {
    if (part === "{*}") {
      rest = address.slice(position);
      position = address.length;
      continue;
    }
    const matched = part === "{n}" ? leadingDigits.exec(address.slice(position))?.[0] : part;
    if (matched === undefined || !address.startsWith(matched, position)) return undefined;
    if (part === "{n}") numbers.push(matched);
    position += matched.length;
  }
  if (position < address.length) return undefined;
  return to
    .split(placeholder)
    .map((part) => (part === "{n}" ? (numbers.shift() ?? "") : part === "{*}" ? (rest ?? "") : part))
    .join("");
}
