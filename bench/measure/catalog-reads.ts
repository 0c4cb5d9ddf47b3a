import type { CatalogLocation } from "../../src/catalog/open-catalog.ts";
import type { Bench } from "../bench.ts";
import type { Row } from "../figure.ts";
import { runChild } from "../machine/child.ts";
import { estimate, ratios } from "../statistics.ts";
import { filledCatalog } from "./filled-catalog.ts";

interface Answer {
  readonly figure: string;
  /** Milliseconds, of the one catalog and of the other. */
  readonly times: readonly [readonly number[], readonly number[]];
}

/** What cannot be the same at every size, and why. */
const unequal: ReadonlyMap<string, string> = new Map([
  [
    "filtered feed of what is rare",
    "Nearly every article has both characters of which it asks for one without the other, so that it passes over " +
      "thousands for twenty; a small archive ends before, with fewer to render.",
  ],
]);

/** Asks two catalogs in turn. */
export function askCatalogs(
  bench: Bench,
  places: readonly [CatalogLocation, CatalogLocation],
): Promise<readonly Answer[]> {
  const locations = places.map((place) => JSON.stringify(place));
  return runChild("catalog-reads", [String(bench.options.pairs), ...locations]);
}

/** What articles and documents cost that are read from catalogs of every size, against the smallest. */
export async function measureCatalogReads(bench: Bench): Promise<readonly Row[]> {
  const [smallest = 0, ...larger] = bench.options.sizes;
  const small = await filledCatalog(bench, smallest);
  const rows: Row[] = [];
  for (const files of larger) {
    const large = await filledCatalog(bench, files);
    bench.tell(`reading from the catalog: ${files} files`);
    const answers = await askCatalogs(bench, [{ data: small }, { data: large }]);
    for (const { figure, times } of answers) {
      const why = unequal.get(figure);
      const milliseconds = `${estimate(times[1]).median.toFixed(2)} ms.`;
      rows.push({
        figure,
        files,
        against: `the same at ${smallest} files`,
        estimate: estimate(ratios(times[1], times[0])),
        unit: "×",
        ...(why === undefined ? { target: { most: 1.5 }, note: milliseconds } : { note: `${milliseconds} ${why}` }),
      });
    }
  }
  return rows;
}
