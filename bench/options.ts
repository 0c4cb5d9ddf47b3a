import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";

export interface BenchOptions {
  /** Numbers of files in the archives, ascending. */
  readonly sizes: readonly number[];
  readonly pairs: number;
  /** Length of one run of the load generator, in seconds. */
  readonly loadSeconds: number;
  /** How long an idle daemon is watched at least, in seconds. */
  readonly idleSeconds: number;
  /** How long after an ingest memory is read, in seconds. */
  readonly restSeconds: number;
  /** How long the pairs of one figure may take beyond the first. */
  readonly budgetMs: number;
  /** Figures to measure; all when empty. */
  readonly only: readonly string[];
  readonly profile: boolean;
  /** Where archives are kept, and what a run leaves behind while it runs. */
  readonly directory: string;
  /** Where the results go; absent, they are only printed. */
  readonly resultsFile?: string;
}

export const usage = `Usage: npm run bench -- [--flag …]

  --sizes N,N       article files in the archives (default: 1000,10000,100000)
  --only FIGURE     measure this figure alone; may be repeated
  --pairs N         alternating pairs of each comparison (default: 15)
  --quick           short runs, few pairs, 1,000 files: to see that it works
  --million         what grows with the archive, of one of 1,000,000 files (36 GB of disk, two hours)
  --profile         profile the children, and say where their time goes
  --dir DIR         where archives are kept (default: feedmill-bench in the temporary directory)
  --out FILE        where the results are written (default: bench/RESULTS.md for a whole run, else nowhere)
  --help            print this`;

type Shape = Pick<BenchOptions, "sizes" | "pairs" | "loadSeconds" | "idleSeconds" | "restSeconds" | "only">;

const ordinary: Shape = {
  sizes: [1000, 10_000, 100_000],
  pairs: 15,
  loadSeconds: 1,
  idleSeconds: 150,
  restSeconds: 60,
  only: [],
};
const quick: Shape = { ...ordinary, sizes: [1000], pairs: 3, idleSeconds: 20, restSeconds: 5 };
/** The first run is its cold ingest: a second one would double the time. */
const million: Shape = {
  ...ordinary,
  sizes: [1000, 1_000_000],
  only: ["first-run", "restart", "idle", "catalog-reads", "dropped-file"],
};

/** Throws where the arguments are wrong. Undefined where help was asked for. */
export function readOptions(args: readonly string[]): BenchOptions | undefined {
  const { values } = parseArgs({
    args: [...args],
    options: {
      sizes: { type: "string" },
      only: { type: "string", multiple: true },
      pairs: { type: "string" },
      quick: { type: "boolean" },
      million: { type: "boolean" },
      profile: { type: "boolean" },
      dir: { type: "string" },
      out: { type: "string" },
      help: { type: "boolean" },
    },
  });
  if (values.help === true) return undefined;
  const shape = values.quick === true ? quick : values.million === true ? million : ordinary;
  const isPart = values.sizes ?? values.only ?? values.profile;
  const isWhole = shape === ordinary && isPart === undefined;
  const resultsFile = values.out ?? (isWhole ? join(import.meta.dirname, "RESULTS.md") : undefined);
  return {
    ...shape,
    ...(values.sizes === undefined ? {} : { sizes: sizesFrom(values.sizes) }),
    ...(values.pairs === undefined ? {} : { pairs: positive(values.pairs) }),
    ...(resultsFile === undefined ? {} : { resultsFile }),
    budgetMs: 180_000,
    only: values.only ?? shape.only,
    profile: values.profile === true,
    directory: values.dir ?? join(tmpdir(), "feedmill-bench"),
  };
}

function sizesFrom(text: string): number[] {
  return text
    .split(",")
    .map(positive)
    .sort((a, b) => a - b);
}

function positive(text: string): number {
  const number = Number(text.replaceAll("_", ""));
  if (!Number.isInteger(number) || number < 1) throw new Error(`${text} is no number of anything`);
  return number;
}
