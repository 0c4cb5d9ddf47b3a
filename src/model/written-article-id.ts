import { parseAddress } from "./addresses.ts";
import { locales } from "./locale.ts";

const writtenId = /^(?:urn:uuid:)?([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/i;

/** The id that somebody wrote, or that of the article whose page here has this address; undefined for other words. */
export function writtenArticleId(words: string, { publicUrl }: { readonly publicUrl: string }): string | undefined {
  const digits = writtenId.exec(words)?.[1];
  if (digits !== undefined) return `urn:uuid:${digits.toLowerCase()}`;
  if (!words.startsWith(`${publicUrl}/`)) return undefined;
  const path = words
    .slice(publicUrl.length)
    .replace(/[?#].*$/, "")
    .replace(/\/?$/, "/");
  const [page] = locales.flatMap((locale) => parseAddress(path.toLowerCase(), "", locale) ?? []);
  return page?.kind === "article-page" ? page.id : undefined;
}
