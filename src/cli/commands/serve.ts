import { runDaemon } from "../../daemon/serve.ts";
import { createLogger, type LogFields } from "../../observe/logger.ts";
import type { CommandContext } from "../commands.ts";
import { describeArchive, describeEmptyArchive, describeListening } from "../describe-start.ts";

/** `feedmill serve`: the daemon. Start-up is told in sentences to people, in log lines to programs. */
export async function run({ config, sources, version }: CommandContext): Promise<number> {
  const { logLevel: level, logFormat: format } = config;
  const logger = createLogger({ level, format });
  const isForPeople = format === "human" || (format === "auto" && process.stdout.isTTY);
  const tell = (lines: readonly string[], fields: LogFields): void => {
    if (isForPeople) process.stdout.write(`${lines.join("\n")}\n`);
    else for (const line of lines) logger.info(line, fields);
  };
  await runDaemon({
    config,
    sources,
    logger,
    version,
    onListening: (publicUrl, address, adminAddress) => {
      tell(describeListening({ config, version, publicUrl, address, adminAddress }), { url: publicUrl });
    },
    onFirstScan: (archive) => {
      const isEmpty = archive.files === 0 && archive.articles === 0;
      const advice = isEmpty ? describeEmptyArchive(config.seeds) : [];
      tell([...describeArchive(archive), ...advice], { count: archive.articles });
    },
  });
  return 0;
}
