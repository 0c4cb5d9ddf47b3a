import type { SeenFile } from "../archive/file-signature.ts";
import type { Catalog, KnownFile } from "../catalog/catalog.ts";
import type { newsUnder } from "./news-under.ts";
import type { FileLook } from "./read-article.ts";

/** How what was found in the archive differs from what is known of it. */
export interface Difference {
  /** Files found that have news. */
  readonly looks: readonly FileLook[];
  /** Known files that were not found. */
  readonly absent: readonly KnownFile[];
}

/** Compares in one pass over what is known; in a second one only where something was found that is not. */
export function differenceOf(
  found: ReadonlyMap<string, SeenFile>,
  { knownFiles }: Pick<Catalog, "knownFiles">,
  isNews: ReturnType<typeof newsUnder>,
): Difference {
  const looks: FileLook[] = [];
  const absent: KnownFile[] = [];
  const note = (path: string, { signature, mtimeMs }: SeenFile): void => void looks.push({ path, signature, mtimeMs });
  let met = 0;
  for (const file of knownFiles()) {
    const seen = found.get(file.path);
    if (seen === undefined) {
      absent.push(file);
      continue;
    }
    met += 1;
    if (isNews(file, seen.signature)) note(file.path, seen);
  }
  if (met === found.size) return { looks, absent };
  const known = new Set(Iterator.from(knownFiles()).map(({ path }) => path));
  for (const [path, seen] of found) if (!known.has(path)) note(path, seen);
  return { looks, absent };
}
