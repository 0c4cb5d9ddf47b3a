import type { Bench } from "../bench.ts";
import type { Row } from "../figure.ts";
import { runChild } from "../machine/child.ts";
import { estimate } from "../statistics.ts";
import { filledCatalog } from "./filled-catalog.ts";

interface Answer {
  readonly query: string;
  readonly ms: number;
}

/** What the newest 50 of each of the 200 worst queries cost: the 99th percentile. */
export async function measureWorstQueries(bench: Bench): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for (const files of bench.options.sizes) {
    const data = await filledCatalog(bench, files);
    bench.tell(`worst queries: ${files} files`);
    const answers = await runChild<readonly Answer[]>("worst-queries", ["3", data], {
      nodeArgs: bench.nodeArgs("worst-queries"),
    });
    const slowest = answers.toSorted((a, b) => b.ms - a.ms);
    const p99 = slowest[Math.floor(answers.length / 100)]?.ms ?? 0;
    const median = slowest[Math.floor(answers.length / 2)]?.ms ?? 0;
    rows.push({
      figure: "worst queries, p99",
      files,
      against: `${answers.length} queries, newest 50 of each`,
      estimate: estimate([p99]),
      unit: "ms",
      target: { most: 100 },
      note: `Median ${median.toFixed(1)} ms; the slowest was ${slowest[0]?.query ?? "none"}.`,
    });
  }
  return rows;
}
