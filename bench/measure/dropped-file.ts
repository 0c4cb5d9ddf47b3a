import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { ARCHIVE_SEED } from "../archive.ts";
import { soundFiles } from "../article-files.ts";
import type { Bench } from "../bench.ts";
import type { Row } from "../figure.ts";
import { ask } from "../machine/ask.ts";
import type { Daemon } from "../machine/daemon.ts";
import { familyCpuSeconds } from "../machine/processes.ts";
import { until } from "../machine/start.ts";
import { estimate, percentile } from "../statistics.ts";
import { filledCatalog } from "./filled-catalog.ts";
import { startMeasured } from "./start-measured.ts";

const DROPS = 40;
/** Long enough for one change to be all over before the next. */
const APART_MS = 800;

interface Drops {
  /** From the file being there to the feed that has it, in milliseconds. */
  readonly visibleMs: readonly number[];
  /** Of the daemon, for one change, in milliseconds. */
  readonly cpuMs: number;
}

/**
 * Files dropped into the archive one by one: when the combined feed has each, and what one costs. No scheduled scan
 * falls in between; what those cost is the idle figure's subject.
 */
export async function measureDroppedFile(bench: Bench): Promise<readonly Row[]> {
  const measured = new Map<number, Drops>();
  for (const files of bench.options.sizes) {
    bench.tell(`dropped file: ${files} files`);
    measured.set(files, await dropInto(bench, files));
  }
  const [[, fewest] = [0, undefined]] = measured;
  return [...measured].flatMap(([files, { visibleMs, cpuMs }]): Row[] => {
    const shared = { files, limit: "See “A file dropped in” in docs/performance.md." };
    const count = visibleMs.length;
    const p95 = { median: percentile(visibleMs, 0.95), count };
    return [
      { ...shared, figure: "dropped file visible, median", against: "", estimate: estimate(visibleMs), unit: "ms" },
      { ...shared, figure: "dropped file visible, p95", against: "", estimate: p95, unit: "ms", target: { most: 400 } },
      {
        ...shared,
        figure: "processor time of a change",
        against: `the same at ${bench.options.sizes[0]} files`,
        estimate: { median: cpuMs / (fewest?.cpuMs ?? Number.NaN), count: DROPS },
        unit: "×",
        target: { most: 1.25 },
        note: `${cpuMs.toFixed(0)} ms a change.`,
      },
    ];
  });
}

async function dropInto(bench: Bench, files: number): Promise<Drops> {
  const data = await filledCatalog(bench, files);
  const seeds = bench.archive(files).directory;
  const daemon = await startMeasured(bench, "dropped-file", { seeds, data, args: ["--scan-every", "0 0 1 1 *"] });
  const dropped = filesToDrop(bench, files, 2 * DROPS);
  const clear = async (): Promise<void> => {
    await daemon.stop();
    for (const { path } of dropped) rmSync(path, { force: true });
  };
  bench.onClose({ stop: clear });
  await daemon.reconciled();
  await pause(2000);

  const visibleMs: number[] = [];
  for (const { drop } of dropped.slice(0, DROPS)) {
    visibleMs.push(await timeUntilVisible(daemon, drop));
    await pause(APART_MS / 2);
  }
  const before = familyCpuSeconds(daemon.pid);
  for (const { drop } of dropped.slice(DROPS)) {
    drop();
    await pause(APART_MS);
  }
  const cpuMs = ((familyCpuSeconds(daemon.pid) - before) / DROPS) * 1000;
  await clear();
  return { visibleMs, cpuMs };
}

interface FileToDrop {
  readonly path: string;
  readonly drop: () => void;
}

/** Files that come after all those of the archive, so that each is the newest when it is dropped in. */
export function filesToDrop(bench: Bench, files: number, count: number): readonly FileToDrop[] {
  const seeds = bench.archive(files).directory;
  return soundFiles(ARCHIVE_SEED, files)
    .take(count)
    .map(({ name, content }) => ({ path: join(seeds, name), drop: () => writeFileSync(join(seeds, name), content) }))
    .toArray();
}

/** From a file being dropped in to the combined feed having it, in milliseconds. */
export async function timeUntilVisible({ url }: Daemon, drop: () => void): Promise<number> {
  const feed = `${url}/feeds/all/rss.xml`;
  const { etag = "" } = await ask(feed);
  drop();
  const dropped = performance.now();
  return until(async () => {
    const { status } = await ask(feed, { "If-None-Match": etag });
    return status === 200 ? performance.now() - dropped : undefined;
  }, 4);
}
