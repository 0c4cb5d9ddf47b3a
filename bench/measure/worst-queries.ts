import type { CatalogLocation } from "../../src/catalog/open-catalog.ts";
import type { Bench } from "../bench.ts";
import type { Row } from "../figure.ts";
import { runChild } from "../machine/child.ts";
import { single } from "../statistics.ts";
import { filledCatalog } from "./filled-catalog.ts";

interface Answer {
  readonly query: string;
  readonly ms: number;
}

interface WorstQueries {
  readonly count: number;
  /** In milliseconds, as the median. */
  readonly p99: number;
  readonly median: number;
  readonly slowest: string;
}

/** Asks a catalog for the newest 50 of each of the worst queries. */
export async function askWorst(bench: Bench, place: CatalogLocation): Promise<WorstQueries> {
  const nodeArgs = bench.nodeArgs("worst-queries");
  const answers = await runChild<readonly Answer[]>("worst-queries", ["3", JSON.stringify(place)], { nodeArgs });
  const slowest = answers.toSorted((a, b) => b.ms - a.ms);
  return {
    count: answers.length,
    p99: slowest[Math.floor(answers.length / 100)]?.ms ?? 0,
    median: slowest[Math.floor(answers.length / 2)]?.ms ?? 0,
    slowest: slowest[0]?.query ?? "none",
  };
}

/** What the newest 50 of each of the 200 worst queries cost: the 99th percentile. */
export async function measureWorstQueries(bench: Bench): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for (const files of bench.options.sizes) {
    const data = await filledCatalog(bench, files);
    bench.tell(`worst queries: ${files} files`);
    const { count, p99, median, slowest } = await askWorst(bench, { data });
    rows.push({
      figure: "worst queries, p99",
      files,
      against: `${count} queries, newest 50 of each`,
      estimate: single(p99),
      unit: "ms",
      target: { most: 100 },
      note: `Median ${median.toFixed(1)} ms; the slowest was ${slowest}.`,
    });
  }
  return rows;
}
