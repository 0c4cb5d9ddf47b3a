import type { Bench } from "../bench.ts";
import type { Row } from "../figure.ts";
import { freePort } from "../../tests/free-port.ts";
import { estimate } from "../statistics.ts";
import { filledCatalog } from "./filled-catalog.ts";
import { startMeasured } from "./start-measured.ts";

/** From starting the process over an archive that has not changed to the first feed, and to knowing that it has not. */
export async function measureRestart(bench: Bench): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for (const files of bench.options.sizes) {
    const data = await filledCatalog(bench, files);
    const seeds = bench.archive(files).directory;
    bench.tell(`restart: ${files} files`);
    // At the address of the run before: at another one every document is another.
    const port = await freePort();
    const first = await startMeasured(bench, "restart", { seeds, data, port });
    await first.reconciled();
    await first.stop();
    const firstFeed: number[] = [];
    const reconciled: number[] = [];
    for (let run = 0; run < bench.options.pairs; run++) {
      const daemon = await startMeasured(bench, "restart", { seeds, data, port });
      firstFeed.push((await daemon.firstFeed(5)) / 1000);
      reconciled.push((await daemon.reconciled(5)) / 1000);
      await daemon.stop();
    }
    const limit = "See “Restart” in docs/performance.md.";
    const shared = { files, against: "start of the process", unit: "s", limit } as const;
    rows.push(
      { ...shared, figure: "restart, first feed", estimate: estimate(firstFeed), target: { most: 1 } },
      { ...shared, figure: "restart, reconciled", estimate: estimate(reconciled), target: { most: 2 } },
    );
  }
  return rows;
}
