import { writeFileSync } from "node:fs";
import { createBench } from "./bench.ts";
import type { Measurement, Row } from "./figure.ts";
import { describeMachine } from "./machine/description.ts";
import { measureCatalogReads } from "./measure/catalog-reads.ts";
import { measureColdIngest } from "./measure/cold-ingest.ts";
import { measureDroppedFile } from "./measure/dropped-file.ts";
import { measureFirstRun } from "./measure/first-run.ts";
import { measureHotFeeds } from "./measure/hot-feeds.ts";
import { measureIdle } from "./measure/idle.ts";
import { measureLinking } from "./measure/linking.ts";
import { measurePostgres } from "./measure/postgres.ts";
import { measurePush } from "./measure/push.ts";
import { measureRestart } from "./measure/restart.ts";
import { measureWorstQueries } from "./measure/worst-queries.ts";
import { measureWorkerMemory } from "./measure/worker-memory.ts";
import { measureWorkers } from "./measure/workers.ts";
import { readOptions, usage, type BenchOptions } from "./options.ts";
import { renderResults, renderTable } from "./report.ts";

/** In this order: the first run fills the catalogs that the later ones use, and dropped files change archives. */
const measurements: Readonly<Record<string, Measurement>> = {
  "hot-feeds": measureHotFeeds,
  workers: measureWorkers,
  "cold-ingest": measureColdIngest,
  "first-run": measureFirstRun,
  restart: measureRestart,
  "worker-memory": measureWorkerMemory,
  idle: measureIdle,
  "catalog-reads": measureCatalogReads,
  "worst-queries": measureWorstQueries,
  linking: measureLinking,
  "dropped-file": measureDroppedFile,
  postgres: measurePostgres,
  push: measurePush,
};

const figures = Object.keys(measurements).join(", ");
const asked = readOptions(process.argv.slice(2));
if (asked === undefined) console.log(`${usage}\n\nFigures: ${figures}`);
else await run(asked);

async function run(options: BenchOptions): Promise<void> {
  const unknown = options.only.filter((name) => !(name in measurements));
  if (unknown.length > 0) throw new Error(`no such figure: ${unknown.join(", ")}; there are ${figures}`);
  const started = performance.now();
  const tell = (line: string): void => {
    const seconds = Math.round((performance.now() - started) / 1000);
    console.error(`${String(seconds).padStart(5)} s  ${line}`);
  };
  const bench = createBench(options, tell);
  const rows: Row[] = [];
  try {
    for (const [name, measure] of Object.entries(measurements)) {
      if (options.only.length > 0 && !options.only.includes(name)) continue;
      rows.push(...(await measure(bench)));
      // What has been measured is kept, whatever becomes of the rest.
      if (options.resultsFile !== undefined)
        writeFileSync(options.resultsFile, renderResults(rows, describeMachine(), new Date()));
    }
  } finally {
    await bench.close();
  }
  console.log(renderTable(rows));
  if (options.resultsFile !== undefined) tell(`written to ${options.resultsFile}`);
}
