import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { alternate } from "../alternate.ts";
import type { Bench } from "../bench.ts";
import type { Row } from "../figure.ts";
import { runToEnd } from "../machine/child.ts";
import type { Daemon } from "../machine/daemon.ts";
import { connectionsTo, familyCpuSeconds, familyOf } from "../machine/processes.ts";
import { isInstalled, loadWithWrk } from "../machine/wrk.ts";
import { estimate, ratios } from "../statistics.ts";
import { writeSizedArchive } from "./sized-archive.ts";
import { startMeasured } from "./start-measured.ts";

const figure = "processor time of a request, two workers";

const WARM_RUNS = 3;

/**
 * What a request costs where two processes serve, against one, and how evenly connections are spread over the two.
 * Processor time would not tell that: of two cores the load takes one, and the system decides which worker it stands
 * in the way of.
 */
export async function measureWorkers(bench: Bench): Promise<readonly Row[]> {
  const main = join(import.meta.dirname, "../../src/main.ts");
  const help = await runToEnd([process.execPath, main, "serve", "--help"]);
  if (!help.includes("--workers")) return [{ figure, skipped: "There is no --workers yet." }];
  if (!isInstalled("wrk")) return [{ figure, skipped: "wrk is not installed." }];

  const directory = bench.directory("workers");
  const seeds = join(directory, "seeds");
  writeSizedArchive(seeds);
  const daemons: Daemon[] = [];
  for (const workers of [1, 2]) {
    const data = join(directory, `data-${workers}`);
    const args = ["--workers", String(workers)];
    const daemon = await startMeasured(bench, `workers-${workers}`, { seeds, data, args });
    await daemon.reconciled();
    daemons.push(daemon);
  }
  const spreads: number[] = [];
  const sides = daemons.map((daemon) => async () => {
    const before = familyCpuSeconds(daemon.pid);
    const load = loadWithWrk({
      url: `${daemon.url}/feeds/nyt-zh/rss.xml`,
      headers: { "Accept-Encoding": "br" },
      seconds: bench.options.loadSeconds,
    });
    await pause(bench.options.loadSeconds * 500);
    if (daemon === daemons[1]) spreads.push(spreadOf(daemon));
    const requests = await load;
    return (familyCpuSeconds(daemon.pid) - before) / requests;
  });
  // Compilers have their say before anything counts.
  for (const side of sides) for (let warm = 0; warm < WARM_RUNS; warm++) await side();
  spreads.length = 0;
  const [one = [], two = []] = await alternate(sides, { rounds: bench.options.pairs });
  for (const daemon of daemons) await daemon.stop();
  return [
    {
      figure,
      against: "one process",
      estimate: estimate(ratios(two, one)),
      unit: "×",
      target: { most: 1.1 },
      limit: "See “Workers” in docs/performance.md.",
    },
    {
      figure: "difference between the two workers",
      against: "connections of the one with more",
      estimate: estimate(spreads.map((spread) => spread * 100)),
      unit: "%",
      target: { most: 20 },
    },
  ];
}

/** How many fewer connections one worker has than the other, as a share of the other's. */
function spreadOf({ pid, url }: Daemon): number {
  const counts = familyOf(pid).map((member) => connectionsTo(Number(new URL(url).port), member));
  const [most = 0, least = 0] = counts.toSorted((a, b) => b - a);
  return (most - least) / most;
}
