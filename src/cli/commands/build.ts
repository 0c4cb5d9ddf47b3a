import { constants } from "node:os";
import { resolve } from "node:path";
import { isInside, shortPath } from "../../lib/fs/paths.ts";
import { isSet, type Config } from "../../config/config.ts";
import { buildOnce, type Built } from "../../daemon/build.ts";
import { untilStopped, type StopSignal } from "../../daemon/stop-signals.ts";
import type { CommandContext } from "../commands.ts";
import { countNoun } from "../../lib/text/quantities.ts";
import { describeArchive } from "../describe-start.ts";
import { Failure, UsageError } from "../failure.ts";
import { createProgress } from "../progress-bar.ts";
import { writeText } from "../output.ts";
import { createWarningLogger } from "../warning-logger.ts";

/**
 * `feedmill build`: one pass, the feeds and pages as static files. Exits with 1 where an archive is missing or holds no
 * article, and with a signal's code where one stops it.
 */
export async function run({ config, flags }: CommandContext): Promise<number> {
  const outDir = resolve(String(flags["out"]));
  refuseToMix(outDir, config);
  const logger = createWarningLogger(config);
  const progress = { reading: createProgress("files read"), writing: createProgress("documents written") };
  const stop = new AbortController();
  void untilStopped((signal) => process.exit(exitCodeOf(signal))).then((signal) => stop.abort(stoppedBy(signal)));
  const built = await buildOnce({
    config,
    outDir,
    isAll: flags["all"] === true,
    logger,
    signal: stop.signal,
    onProgress: (step, done, total) => progress[step].update(done, total),
  }).finally(() => {
    progress.reading.finish();
    progress.writing.finish();
  });
  writeText(describeBuilt(built, shortPath(outDir, process.cwd()), config).join("\n"));
  return built.site === undefined || built.archive.missingRoots.length > 0 ? 1 : 0;
}

/** Files built into the archive would be read as articles, and the data directory is no place for a site. */
function refuseToMix(outDir: string, { seeds, data }: Config): void {
  const taken = [...seeds, data].find((directory) => isInside(outDir, directory));
  if (taken === undefined) return;
  throw new UsageError(`--out: ${outDir} lies in ${taken}, which is feedmill's own.`, "a directory of its own");
}

function stoppedBy(signal: StopSignal): Failure {
  return new Failure("Stopped.", "the same command again: what was written is whole", exitCodeOf(signal));
}

/** The exit code that shells give a signal. */
function exitCodeOf(signal: StopSignal): number {
  return 128 + constants.signals[signal];
}

function describeBuilt({ archive, isDaemons, site }: Built, place: string, config: Config): string[] {
  const lines = describeArchive(archive);
  if (isDaemons) lines.push(`Another feedmill uses ${config.data}: built from what it has read so far`);
  if (site === undefined) return [...lines, `Without an article nothing is written; ${place} stays as it is`];
  const { written, unchanged, removed } = site;
  lines.push(`Wrote ${countNoun(written, "file")} to ${place}; ${unchanged} were current, ${removed} removed`);
  if (!isSet(config, "publicUrl")) {
    lines.push(`Every link in them begins with ${config.publicUrl}. Before others subscribe, set --public-url URL`);
  }
  return lines;
}
