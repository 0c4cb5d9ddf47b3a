import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import type { Bench } from "../bench.ts";
import type { Measured, Row } from "../figure.ts";
import { feedPaths, type Daemon } from "../machine/daemon.ts";
import { startSteadyLoad } from "../machine/steady-load.ts";
import { isInstalled } from "../machine/wrk.ts";
import { estimate, percentile, single } from "../statistics.ts";
import { copyNode, megabytesOf, megabytesWhileHot } from "./memory.ts";
import { startMeasured } from "./start-measured.ts";

const PER_SECOND = 200;
const MOST_MB = 200;

/**
 * A daemon's first day with an archive: how fast feeds are answered while it is ingested, the memory taken a minute
 * later and under load, and how large the catalog has become. The catalog stays for other measurements.
 */
export async function measureFirstRun(bench: Bench): Promise<readonly Row[]> {
  const program = copyNode(bench.directory("node"));
  const rows: Row[] = [];
  for (const files of bench.options.sizes) {
    const archive = bench.archive(files);
    bench.tell(`first run: ${files} files`);
    const data = bench.dataDirectory(files);
    const daemon = await startMeasured(bench, "first-run", { seeds: archive.directory, data, program });
    rows.push({ files, ...(await measureIngest(daemon)) });
    await pause(bench.options.restSeconds * 1000);
    rows.push(...(await measureMemory(daemon)).map((row) => ({ files, ...row })));
    await daemon.stop();
    rows.push({ files, ...measureSize(data, archive.bytes) });
  }
  return rows;
}

async function measureIngest(daemon: Daemon): Promise<Measured> {
  await daemon.firstFeed(20);
  const addresses = (await feedPaths(daemon.url)).map((path) => daemon.url + path);
  const load = startSteadyLoad(addresses, PER_SECOND);
  const seconds = Math.round((await daemon.reconciled(100)) / 1000);
  const latencies = await load.stop();
  const [half, all] = [percentile(latencies, 0.5), percentile(latencies, 1)];
  return {
    figure: "latency while ingesting, p99",
    against: `${PER_SECOND} feed requests a second`,
    estimate: { median: percentile(latencies, 0.99), count: latencies.length },
    unit: "ms",
    target: { most: 50 },
    note: `Median ${half.toFixed(1)} ms, longest ${all.toFixed(0)} ms; everything was in after ${seconds} s.`,
    limit: "See “Latency while ingesting” in docs/performance.md.",
  };
}

async function measureMemory(daemon: Daemon): Promise<Measured[]> {
  const limit = "See “Memory” in docs/performance.md.";
  const figure = { against: "", unit: "MB", target: { most: MOST_MB }, limit } as const;
  const rows: Measured[] = [{ ...figure, figure: "memory after ingest, PSS", estimate: single(megabytesOf(daemon)) }];
  if (!isInstalled("wrk")) return rows;
  const samples = await megabytesWhileHot(daemon);
  return [...rows, { ...figure, figure: "memory under load, PSS", estimate: estimate(samples) }];
}

/** In bytes. */
const LARGE_ARCHIVE = 50_000_000;

function measureSize(data: string, archiveBytes: number): Measured {
  const files = readdirSync(data, { withFileTypes: true }).filter((entry) => entry.isFile());
  const bytes = files.reduce((sum, { name }) => sum + statSync(join(data, name)).size, 0);
  return {
    figure: "catalog size",
    against: "bytes of the archive",
    estimate: single(bytes / archiveBytes),
    unit: "×",
    // Finished documents, which do not grow, outweigh a small archive.
    ...(archiveBytes > LARGE_ARCHIVE && { target: { most: 1.6 } }),
    note: `${(bytes / 1e6).toFixed(1)} MB for ${(archiveBytes / 1e6).toFixed(1)} MB.`,
  };
}
