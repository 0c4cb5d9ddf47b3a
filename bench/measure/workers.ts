import { join } from "node:path";
import { alternate } from "../alternate.ts";
import type { Bench } from "../bench.ts";
import type { Row } from "../figure.ts";
import { runToEnd } from "../machine/child.ts";
import type { Daemon } from "../machine/daemon.ts";
import { cpuSeconds, familyOf } from "../machine/processes.ts";
import { isInstalled, loadWithWrk } from "../machine/wrk.ts";
import { estimate, ratios } from "../statistics.ts";
import { writeSizedArchive } from "./sized-archive.ts";
import { startMeasured } from "./start-measured.ts";

const figure = "processor time of a request, two workers";

/** What a request costs where two processes serve, against one, and how evenly the two share the work. */
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
    const before = cpuByProcess(daemon);
    const { requests } = await loadWithWrk({
      url: `${daemon.url}/feeds/nyt-zh/rss.xml`,
      headers: { "Accept-Encoding": "br" },
      seconds: bench.options.loadSeconds,
    });
    const used = [...cpuByProcess(daemon)].map(([pid, seconds]) => seconds - (before.get(pid) ?? 0));
    const [busiest = 0, second = 0] = used.toSorted((a, b) => b - a);
    if (daemon === daemons[1]) spreads.push((busiest - second) / busiest);
    return used.reduce((sum, seconds) => sum + seconds, 0) / requests;
  });
  const [one = [], two = []] = await alternate(sides, { rounds: bench.options.pairs });
  for (const daemon of daemons) await daemon.stop();
  return [
    { figure, against: "one process", estimate: estimate(ratios(two, one)), unit: "×", target: { most: 1.1 } },
    {
      figure: "difference between the two workers",
      against: "processor time of the busier",
      estimate: estimate(spreads.map((spread) => spread * 100)),
      unit: "%",
      target: { most: 20 },
    },
  ];
}

function cpuByProcess({ pid }: Daemon): ReadonlyMap<number, number> {
  return new Map(familyOf(pid).map((member) => [member, cpuSeconds(member)]));
}
