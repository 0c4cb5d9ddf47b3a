import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Bench } from "../bench.ts";
import { startMeasured } from "./start-measured.ts";

/** The data directory of an archive of this many files, ingested, with a daemon's documents in it. */
export async function filledCatalog(bench: Bench, files: number): Promise<string> {
  const data = bench.dataDirectory(files);
  if (existsSync(join(data, "catalog.db"))) return data;
  bench.tell(`filling a catalog: ${files} files`);
  const daemon = await startMeasured(bench, "fill", { seeds: bench.archive(files).directory, data });
  await daemon.reconciled(100);
  await daemon.stop();
  return data;
}
