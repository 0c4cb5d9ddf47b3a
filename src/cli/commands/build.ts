import { resolve } from "node:path";
import { shortPath } from "../../lib/fs/short-path.ts";
import { buildOnce } from "../../daemon/build.ts";
import { createLogger } from "../../observe/logger.ts";
import type { CommandContext } from "../command.ts";
import { countNoun } from "../count-noun.ts";
import { describeFound } from "../describe-start.ts";
import { createProgress } from "../progress-bar.ts";
import { writeText } from "../write-output.ts";

/** `feedmill build`: one pass, every feed and page as static files. Exits with 1 where an archive is not there. */
export async function run({ config, flags }: CommandContext): Promise<number> {
  const outDir = resolve(String(flags["out"]));
  const logger = createLogger({ level: "warn", format: config.logFormat, write: (line) => process.stderr.write(line) });
  const progress = { reading: createProgress("files read"), writing: createProgress("documents written") };
  const { found, site } = await buildOnce({
    config,
    outDir,
    logger,
    onProgress: (step, done, total) => progress[step].update(done, total),
  }).finally(() => {
    progress.reading.finish();
    progress.writing.finish();
  });
  const lines = describeFound(found);
  const { written, unchanged, removed } = site;
  lines.push(
    `Wrote ${countNoun(written, "file")} to ${shortPath(outDir, process.cwd())}; ${unchanged} were current, ${removed} removed`,
  );
  if (!config.publicUrlIsSet) {
    lines.push(`Every link in them begins with ${config.publicUrl}. Before others subscribe, set --public-url URL`);
  }
  writeText(lines.join("\n"));
  return found.missingRoots.length > 0 ? 1 : 0;
}
