import { rmSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { setTimeout as pause } from "node:timers/promises";
import type { CatalogLocation } from "../../src/catalog/open-catalog.ts";
import { isPostgresInstalled, PostgresServer } from "../../tests/full/postgres/postgres-server.ts";
import { alternate } from "../alternate.ts";
import type { Bench } from "../bench.ts";
import type { Measured, Row } from "../figure.ts";
import type { Daemon } from "../machine/daemon.ts";
import { until } from "../machine/start.ts";
import { estimate, percentile, ratios, single } from "../statistics.ts";
import { askCatalogs } from "./catalog-reads.ts";
import { filesToDrop, timeUntilVisible } from "./dropped-file.ts";
import { filledCatalog } from "./filled-catalog.ts";
import { startMeasured } from "./start-measured.ts";
import { askWorst } from "./worst-queries.ts";

/** The size that the promises for PostgreSQL name. A larger archive is not measured. */
const FILES = 20_000;
const DROPS = 40;
/** Long enough for one change to be all over before the next. */
const APART_MS = 400;
const SCHEMA = "bench";
/** Tables of the search index, in both engines. */
const INDEX = "^(segment|hidden_capture|unindexed_capture)";
const never = ["--scan-every", "0 0 1 1 *"];

/** A catalog in PostgreSQL beside one in SQLite, of the same archive, and what a second machine adds. */
export async function measurePostgres(bench: Bench): Promise<readonly Row[]> {
  if (!isPostgresInstalled()) {
    return [{ figure: "PostgreSQL", skipped: "not measured: the Debian package postgresql is not installed" }];
  }
  const server = await PostgresServer.start(["shared_buffers = 128MB"]);
  bench.onClose({ stop: () => server.remove() });
  const files = Math.min(FILES, bench.options.sizes.at(-1) ?? FILES);
  const ingested = await measureIngest(bench, server, files);
  const sqlite = await filledCatalog(bench, files);
  const places = [{ data: sqlite }, locationIn(server, sqlite)] as const;
  return [
    ...(await measureReads(bench, files, places)),
    ...(await measureWorst(bench, files, places)),
    ...measureSizes(server, sqlite, bench.archive(files).bytes, files),
    ...(await measureVisible(bench, server, files)),
    ingested,
  ];
}

function locationIn(server: PostgresServer, data: string): CatalogLocation {
  return { data, catalog: server.address(), catalogSchema: SCHEMA, catalogPasswordFile: server.passwordFile };
}

async function measureReads(
  bench: Bench,
  files: number,
  places: readonly [CatalogLocation, CatalogLocation],
): Promise<Row[]> {
  bench.tell(`PostgreSQL, reading from the catalog: ${files} files`);
  const answers = await askCatalogs(bench, places);
  return answers.map(({ figure, times: [small, large] }) => ({
    figure: `PostgreSQL, ${figure}`,
    files,
    against: "the same with SQLite",
    estimate: estimate(ratios(large, small)),
    unit: "×",
    ...(figure.startsWith("newest 50") && { target: { most: 3 } }),
    note: `${estimate(large).median.toFixed(2)} ms, SQLite ${estimate(small).median.toFixed(2)} ms.`,
  }));
}

async function measureWorst(bench: Bench, files: number, places: readonly CatalogLocation[]): Promise<Row[]> {
  bench.tell(`PostgreSQL, worst queries: ${files} files`);
  const [sqlite, postgres] = await Array.fromAsync(places, (place) => askWorst(bench, place));
  if (sqlite === undefined || postgres === undefined) return [];
  return [
    {
      figure: "PostgreSQL, worst queries, p99",
      files,
      against: `${postgres.count} queries, newest 50 of each`,
      estimate: single(postgres.p99),
      unit: "ms",
      target: { most: 300 },
      note: `Median ${postgres.median.toFixed(1)} ms; SQLite beside it ${sqlite.p99.toFixed(1)}, median ${sqlite.median.toFixed(1)}. The slowest was ${postgres.slowest}.`,
    },
  ];
}

function measureSizes(server: PostgresServer, data: string, archiveBytes: number, files: number): Row[] {
  const sum = (condition: string): number =>
    Number(
      server.runSql(
        `SELECT coalesce(sum(pg_total_relation_size(oid)), 0) FROM pg_class
         WHERE relnamespace = '${SCHEMA}'::regnamespace AND relkind = 'r' AND ${condition}`,
      ),
    );
  const database = new DatabaseSync(join(data, "catalog.db"), { readOnly: true });
  const pages = database.prepare("SELECT name, sum(pgsize) AS bytes FROM dbstat GROUP BY name").all();
  database.close();
  const bytesOf = (isAsked: (name: string) => boolean): number =>
    pages.reduce((bytes, row) => bytes + (isAsked(String(row["name"])) ? Number(row["bytes"]) : 0), 0);
  const sizes = [
    ["PostgreSQL", sum("true"), sum(`relname ~ '${INDEX}'`)],
    ["SQLite", bytesOf(() => true), bytesOf((name) => new RegExp(INDEX).test(name))],
  ] as const;
  return sizes.map(([engine, bytes, index]) => ({
    figure: `${engine}, catalog size`,
    files,
    against: "bytes of the archive",
    estimate: single(bytes / archiveBytes),
    unit: "×",
    note: `${(bytes / 1e6).toFixed(1)} MB, of which the search index has ${((100 * index) / bytes).toFixed(0)} %.`,
  }));
}

/** From a file being dropped in to a machine that follows serving it. */
async function measureVisible(bench: Bench, server: PostgresServer, files: number): Promise<Row[]> {
  bench.tell(`PostgreSQL, a change on a second machine: ${files} files`);
  const [leader, follower] = await startTwo(bench, server, files, never);
  await leader.reconciled();
  await follower.firstFeed();
  const dropped = filesToDrop(bench, files, DROPS);
  const clear = async (): Promise<void> => {
    await follower.stop();
    await leader.stop();
    for (const { path } of dropped) rmSync(path, { force: true });
  };
  bench.onClose({ stop: clear });
  await pause(2000);
  const visibleMs: number[] = [];
  for (const { drop } of dropped) {
    visibleMs.push(await timeUntilVisible(follower, drop));
    await pause(APART_MS);
  }
  await clear();
  return [
    {
      figure: "PostgreSQL, dropped file visible on a second machine, p95",
      files,
      against: "",
      estimate: { median: percentile(visibleMs, 0.95), count: visibleMs.length },
      unit: "ms",
      target: { most: 1000 },
      note: `Median ${percentile(visibleMs, 0.5).toFixed(0)} ms.`,
    },
  ];
}

/** Into an empty catalog: two machines of one core each, against one. The last one's catalog stays. */
async function measureIngest(bench: Bench, server: PostgresServer, files: number): Promise<Measured> {
  bench.tell(`PostgreSQL, ingest with one machine and with two: ${files} files`);
  const clear = (): string => server.runSql(`DROP SCHEMA IF EXISTS ${SCHEMA} CASCADE`);
  const one = async (): Promise<number> => {
    clear();
    const daemon = await startSharing(bench, server, { files, core: 0 });
    const tookMs = await daemon.reconciled(100);
    await daemon.stop();
    return files / (tookMs / 1000);
  };
  const two = async (): Promise<number> => {
    clear();
    const [leader, follower] = await startTwo(bench, server, files);
    const tookMs = await leader.reconciled(100);
    await follower.stop();
    await leader.stop();
    return files / (tookMs / 1000);
  };
  const [alone = [], both = []] = await alternate([one, two], { rounds: Math.min(3, bench.options.pairs) });
  const rates = [both, alone].map((rate) => Math.round(estimate(rate).median));
  return {
    figure: "PostgreSQL, ingest with two machines",
    files,
    against: "one machine, of one core",
    estimate: estimate(ratios(both, alone)),
    unit: "×",
    target: { least: 1.5 },
    note: `${rates[0]} files a second, one machine ${rates[1]}; each on a core of its own, and PostgreSQL on both.`,
    limit: "PostgreSQL and the leader's writing take their part of the two cores.",
  };
}

interface Sharing {
  readonly files: number;
  readonly core: number;
  readonly args?: readonly string[];
}

function startSharing(bench: Bench, server: PostgresServer, { files, core, args = [] }: Sharing): Promise<Daemon> {
  const seeds = bench.archive(files).directory;
  const data = bench.directory(`machine-${core + 1}`);
  const all = ["--public-url", "http://127.0.0.1", ...server.flags(SCHEMA), ...args];
  return startMeasured(bench, `machine-${core + 1}`, { seeds, data, core, args: all });
}

/** Starts two at once. Returns the one that leads first. */
async function startTwo(
  bench: Bench,
  server: PostgresServer,
  files: number,
  args: readonly string[] = [],
): Promise<readonly [leader: Daemon, follower: Daemon]> {
  const [first, second] = await Promise.all([0, 1].map((core) => startSharing(bench, server, { files, core, args })));
  if (first === undefined || second === undefined) throw new Error("two were started");
  const lead = await until(() => server.lead(SCHEMA).catch(() => undefined), 20);
  return lead.node.endsWith("machine-1") ? [first, second] : [second, first];
}
