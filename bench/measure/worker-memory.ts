import { setTimeout as pause } from "node:timers/promises";
import { freePort } from "../../tests/free-port.ts";
import type { Bench } from "../bench.ts";
import type { Row } from "../figure.ts";
import { isInstalled } from "../machine/wrk.ts";
import { estimate, single } from "../statistics.ts";
import { filledCatalog } from "./filled-catalog.ts";
import { copyNode, megabytesWhileHot } from "./memory.ts";
import { startMeasured } from "./start-measured.ts";

const figure = "memory of a further worker, PSS";
const MOST_MB = 60;

/** What a third worker adds to two, under load and with the largest archive. */
export async function measureWorkerMemory(bench: Bench): Promise<readonly Row[]> {
  const { sizes, restSeconds } = bench.options;
  const files = sizes.at(-1);
  if (files === undefined) return [];
  if (!isInstalled("wrk")) return [{ figure, skipped: "wrk is not installed." }];
  const data = await filledCatalog(bench, files);
  const seeds = bench.archive(files).directory;
  const program = copyNode(bench.directory("node"));
  const port = await freePort();
  bench.tell(`memory of workers: ${files} files`);

  async function megabytesWith(workers: number): Promise<number> {
    const daemon = await startMeasured(bench, "worker-memory", {
      seeds,
      data,
      port,
      program,
      args: ["--workers", String(workers)],
    });
    await daemon.reconciled();
    await pause(restSeconds * 1000);
    const samples = await megabytesWhileHot(daemon);
    await daemon.stop();
    return estimate(samples).median;
  }

  const one = await megabytesWith(1);
  const two = await megabytesWith(2);
  const three = await megabytesWith(3);
  return [
    {
      figure,
      files,
      against: "two workers",
      estimate: single(three - two),
      unit: "MB",
      target: { most: MOST_MB },
      note: `Under load, ${one.toFixed(0)} MB with one process, ${two.toFixed(0)} with two workers, ${three.toFixed(0)} with three.`,
      limit: "See “Memory” in docs/performance.md.",
    },
  ];
}
