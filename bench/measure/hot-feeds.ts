import { join } from "node:path";
import { alternate } from "../alternate.ts";
import type { Bench } from "../bench.ts";
import type { Measured, Row } from "../figure.ts";
import { familyCpuSeconds } from "../machine/processes.ts";
import { isInstalled, loadWithWrk } from "../machine/wrk.ts";
import { written } from "../report.ts";
import { estimate, ratios } from "../statistics.ts";
import { bareNode, servePublished, SERVER_CORE, startContest, type Contest, type Contestant } from "./contestants.ts";
import { sizedDocuments, writeSizedArchive } from "./sized-archive.ts";
import { startMeasured } from "./start-measured.ts";

/** Rounds of what is only reported. */
const REPORTED_ROUNDS = 5;
/** A second under load is off by some hundredths, and a promise is missed or kept by less. */
const ROUNDS_PER_PAIR = 2;

/**
 * Requests for a hot feed in a second of the server's processor time: feedmill as it ships against other ways of sending the
 * same bytes. By the clock, the fastest would be measured by what the load generator can ask for, and all by what else runs.
 */
export async function measureHotFeeds(bench: Bench): Promise<readonly Row[]> {
  if (!isInstalled("wrk")) return [{ figure: "hot feed", skipped: "wrk is not installed." }];
  const directory = bench.directory("hot-feeds");
  const seeds = join(directory, "seeds");
  writeSizedArchive(seeds);
  const published = join(directory, "published");
  const args = ["--publish-to", published];
  const place = { seeds, data: join(directory, "data") };
  const daemon = await startMeasured(bench, "hot-feeds", { ...place, core: SERVER_CORE, args });
  await daemon.reconciled();
  const nginx = await servePublished(bench, directory, published, daemon);
  const rows: Row[] = [];
  for (const document of sizedDocuments) {
    const contest = await startContest(directory, daemon, document, nginx);
    for (const status of [200, 304] as const) {
      const figure = `${status} of a hot feed, ${document.size} ${document.coding}`;
      bench.tell(figure);
      rows.push(...(await compare(bench, figure, contest, status)));
    }
    await contest.stop();
  }
  await daemon.stop();
  return rows;
}

async function compare(bench: Bench, figure: string, contest: Contest, status: 200 | 304): Promise<Measured[]> {
  const { pairs, loadSeconds: seconds } = bench.options;
  const { feedmill, others } = contest;
  const load = (contestant: Contestant) => async (): Promise<number> => {
    const before = familyCpuSeconds(contestant.pid);
    const requests = await loadWithWrk({ ...requestOf(contestant, status), seconds });
    return requests / (familyCpuSeconds(contestant.pid) - before);
  };

  async function compareWith(chosen: readonly Contestant[], rounds: number): Promise<Measured[]> {
    const [own = [], ...theirs] = await alternate([feedmill, ...chosen].map(load), { rounds });
    const bare = theirs[chosen.findIndex(({ name }) => name === bareNode)];
    return chosen.map(({ name, target, limit }, at): Measured => {
      const their = theirs[at] ?? [];
      const rates = [own, their].map((rate) => Math.round(estimate(rate).median));
      const ofBare = bare === undefined || bare === their ? undefined : written(estimate(ratios(bare, their)).median);
      const most = ofBare === undefined ? "" : `; ${bareNode} is ${ofBare} × as fast as that`;
      return {
        figure,
        against: name,
        estimate: estimate(ratios(own, their)),
        unit: "×",
        note: `${contest.bytes} bytes; ${rates[0]} requests in a second of its processor time, ${name} ${rates[1]}${most}.`,
        ...(target === undefined ? {} : { target }),
        ...(limit === undefined ? {} : { limit }),
      };
    });
  }

  // Compilers have their say before anything counts.
  for (const contestant of [feedmill, ...others]) await load(contestant)();
  const promised = others.filter(({ target }) => target !== undefined);
  const reported = others.filter(({ target }) => target === undefined);
  return [
    ...(await compareWith(promised, pairs * ROUNDS_PER_PAIR)),
    ...(await compareWith(reported, Math.min(pairs, REPORTED_ROUNDS))),
  ];
}

function requestOf({ url, coding, etag }: Contestant, status: 200 | 304) {
  const headers: Record<string, string> = { "Accept-Encoding": coding };
  if (status === 304) headers["If-None-Match"] = etag;
  return { url, headers };
}
