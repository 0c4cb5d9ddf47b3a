import { tagBreaksLine } from "./tag-roles.ts";

/** Sanitized markup holds no other: every angle bracket that is not a tag's is escaped. */
const tagOrReference = /<\/?([a-z\d]+)[^>]*>|&(amp|lt|gt);/g;
const referenced: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">" };

/**
 * The text of what `sanitize` wrote, each block on a line of its own: but for white space, that of `textOf`. It takes a
 * hundredth of the time that parsing would.
 */
export function textOfSanitized(html: string): string {
  return html.replaceAll(tagOrReference, (_found, tag?: string, reference?: string) => {
    if (reference !== undefined) return referenced[reference] ?? "";
    return tag !== undefined && tagBreaksLine(tag) ? "\n" : "";
  });
}
