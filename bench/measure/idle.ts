import { setTimeout as pause } from "node:timers/promises";
import type { Bench } from "../bench.ts";
import type { Row } from "../figure.ts";
import { cpuSeconds, familyOf } from "../machine/processes.ts";
import { single } from "../statistics.ts";
import { filledCatalog } from "./filled-catalog.ts";
import { startMeasured } from "./start-measured.ts";

/** Processor time of a daemon with nothing to do but its scheduled scans. */
export async function measureIdle(bench: Bench): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for (const files of bench.options.sizes) {
    const data = await filledCatalog(bench, files);
    bench.tell(`idle: ${files} files, ${bench.options.idleSeconds} s`);
    const daemon = await startMeasured(bench, "idle", { seeds: bench.archive(files).directory, data });
    await daemon.reconciled();
    await pause(5000); // For what starting left to be collected.
    const cpu = (): number => familyOf(daemon.pid).reduce((sum, pid) => sum + cpuSeconds(pid), 0);
    const [before, startedMs] = [cpu(), performance.now()];
    await pause(bench.options.idleSeconds * 1000);
    const share = (cpu() - before) / ((performance.now() - startedMs) / 1000);
    await daemon.stop();
    rows.push({
      figure: "idle, processor time",
      files,
      against: "one core",
      estimate: single(share * 100),
      unit: "%",
      target: { most: 1 },
      limit: "See “Idle” in docs/performance.md.",
    });
  }
  return rows;
}
