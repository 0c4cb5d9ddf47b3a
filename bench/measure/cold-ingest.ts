import { usefulProcesses } from "../../src/ingest/readers/reader-pool.ts";
import { alternate } from "../alternate.ts";
import type { Bench } from "../bench.ts";
import type { Row } from "../figure.ts";
import { runChild } from "../machine/child.ts";
import { estimate, ratios } from "../statistics.ts";

/** From here on, as many pairs as the time allows. */
const LARGE = 100_000;

/** Articles a second into an empty catalog, on all cores, against parse5 alone on one. */
export async function measureColdIngest(bench: Bench): Promise<readonly Row[]> {
  const { sizes, pairs, budgetMs } = bench.options;
  const rows: Row[] = [];
  for (const files of sizes) {
    const { directory } = bench.archive(files);
    bench.tell(`cold ingest: ${files} files`);
    const sides = [
      () => runChild<number>("ingest", ingestArguments(bench, directory), { nodeArgs: bench.nodeArgs("cold-ingest") }),
      () => runChild<number>("parse5-alone", [directory], { core: 0 }),
    ];
    const [ingested = [], parsed = []] = await alternate(sides, {
      rounds: pairs,
      ...(files >= LARGE ? { budgetMs } : {}),
    });
    const rates = [ingested, parsed].map((rate) => Math.round(estimate(rate).median));
    rows.push({
      figure: "cold ingest",
      files,
      against: "parse5 alone, one core",
      estimate: estimate(ratios(ingested, parsed)),
      unit: "×",
      target: { least: 0.4 },
      note: `${rates[0]} articles a second, parse5 ${rates[1]}.`,
      limit: "See “One ingest” in docs/performance.md.",
    });
  }
  return rows;
}

function ingestArguments(bench: Bench, archive: string): readonly string[] {
  return [archive, bench.directory("cold-ingest"), String(usefulProcesses())];
}
