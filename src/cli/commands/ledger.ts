import { readFileSync } from "node:fs";
import { openCatalog } from "../../catalog/open-catalog.ts";
import { importLedger } from "../../daemon/without-daemon.ts";
import { countNoun } from "../../lib/text/quantities.ts";
import { messageOf } from "../../lib/message-of.ts";
import { requireData, whileNoDaemonRuns } from "../carry-out.ts";
import type { CommandContext } from "../commands.ts";
import { Failure, UsageError } from "../failure.ts";
import { writeText } from "../output.ts";
import { createWarningLogger } from "../warning-logger.ts";

/** `feedmill ledger`: writes the ledger out, or adds the lines of another one. */
export async function run(context: CommandContext): Promise<number> {
  const [what, path, ...others] = context.operands;
  if (what === "export" && path === undefined) return exportLedger(context);
  if (what === "import" && path !== undefined && others.length === 0) return addLedger(path, context);
  throw new UsageError("Export or import?", "ledger export > ledger.jsonl, or ledger import FILE");
}

async function exportLedger({ config }: CommandContext): Promise<number> {
  await requireData(config);
  for await (const line of openCatalog(config).ledgerLines()) process.stdout.write(`${line}\n`);
  return 0;
}

/** Begins a catalog with that ledger, where there is none. */
async function addLedger(path: string, { config, version }: CommandContext): Promise<number> {
  const lines = linesOf(path);
  const isNew = !(await openCatalog(config).exists());
  const logger = createWarningLogger(config);
  const { added, revised, removed } = await whileNoDaemonRuns(config, () =>
    importLedger(lines, { config, version, logger }),
  );
  const effect = isNew
    ? "There was no catalog: one is begun, and filled from the archive when feedmill serves."
    : `${countNoun(added, "article")} came, ${revised} changed, ${removed} went.`;
  return writeText(`The ledger has taken over ${path}. ${effect}`);
}

function linesOf(path: string): readonly string[] {
  try {
    return readFileSync(path, "utf8")
      .split("\n")
      .filter((line) => line.trim() !== "");
  } catch (error) {
    const reason = messageOf(error);
    throw new Failure(`${path} cannot be read: ${reason}.`, "a file that feedmill ledger export wrote");
  }
}
