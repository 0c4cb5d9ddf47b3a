import type { Bench } from "../bench.ts";
import type { Row } from "../figure.ts";
import { runChild } from "../machine/child.ts";
import { estimate, ratios } from "../statistics.ts";
import { filledCatalog } from "./filled-catalog.ts";

interface Answer {
  readonly question: "outlet" | "everything";
  /** Milliseconds, of the small catalog and of the large one. */
  readonly times: readonly [readonly number[], readonly number[]];
}

/** What the newest 50 articles cost in catalogs of every size, against the smallest. */
export async function measureNewestQuery(bench: Bench): Promise<readonly Row[]> {
  const [smallest = 0, ...larger] = bench.options.sizes;
  const small = await filledCatalog(bench, smallest);
  const rows: Row[] = [];
  for (const files of larger) {
    const large = await filledCatalog(bench, files);
    bench.tell(`newest 50: ${files} files`);
    const answers = await runChild<readonly Answer[]>("newest-query", [String(bench.options.pairs), small, large]);
    for (const { question, times } of answers) {
      rows.push({
        figure: `newest 50 of ${question === "outlet" ? "an outlet" : "everything"}`,
        files,
        against: `the same at ${smallest} files`,
        estimate: estimate(ratios(times[1], times[0])),
        unit: "×",
        target: { most: 1.5 },
        note: `${estimate(times[1]).median.toFixed(2)} ms.`,
      });
    }
  }
  return rows;
}
