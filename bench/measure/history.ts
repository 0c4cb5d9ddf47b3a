import type { Bench } from "../bench.ts";
import type { Row } from "../figure.ts";
import { runChild } from "../machine/child.ts";
import { estimate, ratios } from "../statistics.ts";
import { filledCatalog } from "./filled-catalog.ts";

/** Milliseconds, of the small catalog and of the large one. */
type Times = readonly [readonly number[], readonly number[]];

/** What the oldest page of the history costs in catalogs of every size, against the smallest. */
export async function measureHistory(bench: Bench): Promise<readonly Row[]> {
  const [smallest = 0, ...larger] = bench.options.sizes;
  const small = await filledCatalog(bench, smallest);
  const rows: Row[] = [];
  for (const files of larger) {
    const large = await filledCatalog(bench, files);
    bench.tell(`oldest page: ${files} files`);
    const times = await runChild<Times>("oldest-page", [String(bench.options.pairs), small, large]);
    rows.push({
      figure: "oldest page of the history",
      files,
      against: `the same at ${smallest} files`,
      estimate: estimate(ratios(times[1], times[0])),
      unit: "×",
      target: { most: 1.5 },
      note: `${estimate(times[1]).median.toFixed(2)} ms, rendered.`,
    });
  }
  return rows;
}
