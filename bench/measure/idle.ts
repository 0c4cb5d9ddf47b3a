import { setTimeout as pause } from "node:timers/promises";
import type { Bench } from "../bench.ts";
import type { Row } from "../figure.ts";
import type { Daemon } from "../machine/daemon.ts";
import { cpuSeconds, familyOf } from "../machine/processes.ts";
import { single } from "../statistics.ts";
import { filledCatalog } from "./filled-catalog.ts";
import { startMeasured } from "./start-measured.ts";

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
  bench.tell(`idle: ${idleSeconds} s`);
  await pause(5000); // For what starting left to be collected.
  const usedSeconds = (): number[] =>
    daemons.map(({ pid }) => familyOf(pid).reduce((sum, member) => sum + cpuSeconds(member), 0));
  const [before, startedMs] = [usedSeconds(), performance.now()];
  await pause(idleSeconds * 1000);
  const [after, seconds] = [usedSeconds(), (performance.now() - startedMs) / 1000];
  for (const daemon of daemons) await daemon.stop();
  return sizes.map((files, at) => ({
    figure: "idle, processor time",
    files,
    against: "one core",
    estimate: single((((after[at] ?? 0) - (before[at] ?? 0)) / seconds) * 100),
    unit: "%",
    target: { most: 1 },
    limit: "See “Idle” in docs/performance.md.",
  }));
}
