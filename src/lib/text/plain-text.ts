import { composed } from "./composed.ts";
import { foldSpace } from "./fold-space.ts";
import { publishableText } from "./publishable-text.ts";

const bidiControl = /[\u202a-\u202e\u2066-\u2069]/g;
/** What each control that opens a direction is closed by (Unicode UAX #9 §2). */
const closers: ReadonlyMap<string, string> = new Map([
  ...["\u202a", "\u202b", "\u202d", "\u202e"].map((opener) => [opener, "\u202c"] as const),
  ...["\u2066", "\u2067", "\u2068"].map((opener) => [opener, "\u2069"] as const),
]);

/**
 * Text as it can be put anywhere: composed (NFC), its white space folded, without control characters, and without
 * direction controls that would turn around what follows it.
 */
export function plainText(text: string): string {
  const legal = publishableText(text);
  return composed(foldSpace(isBalanced(legal) ? legal : legal.replace(bidiControl, "")));
}

function isBalanced(text: string): boolean {
  const open: string[] = [];
  for (const character of text.match(bidiControl) ?? []) {
    const closer = closers.get(character);
    if (closer) open.push(closer);
    else if (open.pop() !== character) return false;
  }
  return open.length === 0;
}
