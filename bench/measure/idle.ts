import { setTimeout as pause } from "node:timers/promises";
import type { Bench } from "../bench.ts";
import type { Row } from "../figure.ts";
import { ask } from "../machine/ask.ts";
import type { Daemon } from "../machine/daemon.ts";
import { familyCpuSeconds } from "../machine/processes.ts";
import { until } from "../machine/start.ts";
import { single, type Estimate } from "../statistics.ts";
import { filledCatalog } from "./filled-catalog.ts";
import { startMeasured } from "./start-measured.ts";

/** Seldom enough to cost nothing that shows. */
const LOOK_MS = 5000;
/** What a scan leaves behind is collected after its end. */
const COLLECTING_MS = 2000;
/** Between two scans of the largest archive, and more. */
const LONGEST_ROUND_MS = 7_200_000;

/** Processor time of daemons with nothing to do but their scheduled scans; all are watched at once. */
export async function measureIdle(bench: Bench): Promise<readonly Row[]> {
  const { sizes, idleSeconds } = bench.options;
  const daemons: Daemon[] = [];
  for (const files of sizes) {
    const data = await filledCatalog(bench, files);
    const daemon = await startMeasured(bench, `idle-${files}`, { seeds: bench.archive(files).directory, data });
    await daemon.reconciled();
    daemons.push(daemon);
  }
  bench.tell(`idle: from the end of a scan to that of another, ${idleSeconds} s and more`);
  const estimates = await Promise.all(daemons.map((daemon) => idlePercent(daemon, idleSeconds)));
  for (const daemon of daemons) await daemon.stop();
  return sizes.map((files, at) => ({
    figure: "idle, processor time",
    files,
    against: "one core",
    estimate: estimates[at] ?? single(Number.NaN),
    unit: "%",
    target: { most: 1 },
    limit: "See “Idle” in docs/performance.md.",
  }));
}

/** Over whole rounds of a rest and the scan that ends it: how many a window of any other length holds is chance. */
async function idlePercent(daemon: Daemon, leastSeconds: number): Promise<Estimate> {
  const usedSeconds = (): number => familyCpuSeconds(daemon.pid);
  let scannedAt = await nextScan(daemon, await lastScan(daemon));
  const [before, startedMs] = [usedSeconds(), performance.now()];
  const seconds = (): number => (performance.now() - startedMs) / 1000;
  do scannedAt = await nextScan(daemon, scannedAt);
  while (seconds() < leastSeconds);
  return single(((usedSeconds() - before) / seconds()) * 100);
}

/** Resolves when a scan later than the one that ended at `previous` is over and cleaned up after, with when it ended. */
async function nextScan(daemon: Daemon, previous: string): Promise<string> {
  const scannedAt = await until(
    async () => {
      const last = await lastScan(daemon);
      return last === previous ? undefined : last;
    },
    LOOK_MS,
    LONGEST_ROUND_MS,
  );
  await pause(COLLECTING_MS);
  return scannedAt;
}

async function lastScan({ adminUrl }: Daemon): Promise<string> {
  const { body } = await ask(`${adminUrl}/status.json`);
  const { ingest }: { ingest: { lastScanAt: string } } = JSON.parse(body.toString());
  return ingest.lastScanAt;
}
