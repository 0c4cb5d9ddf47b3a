import { isInPostgres, locationOf, openCatalog, type CatalogLocation } from "../../catalog/open-catalog.ts";
import { options } from "../../config/options.ts";
import { moveCatalog } from "../../daemon/move-catalog.ts";
import { countNoun } from "../../lib/text/quantities.ts";
import { whileNoDaemonRuns } from "../carry-out.ts";
import type { CommandContext } from "../commands.ts";
import { Failure, UsageError } from "../failure.ts";
import { writeText } from "../output.ts";
import { createProgress } from "../progress-bar.ts";

const SQLITE = "sqlite";

/** `feedmill move`: takes the catalog and the ledger to another engine. */
export async function run({ config, flags, version }: CommandContext): Promise<number> {
  const from = locationOf(config);
  const to = { ...from, catalog: addressOf(flags["to"]) };
  if (from.catalog === to.catalog) throw new Failure("The catalog is there already.", "another place: --to");
  if (!(await openCatalog(from).exists()))
    throw new Failure(`${nameOf(from)} holds no catalog.`, "feedmill serve --catalog URL");
  const progress = createProgress("files moved");
  const onProgress = (done: number, total: number): void => progress.update(done, total);
  const { articles, documents, keptAs } = await whileNoDaemonRuns(from, () =>
    moveCatalog({ from, to, version, onProgress }),
  ).finally(() => progress.finish());
  const what = `${countNoun(articles, "article")} and ${countNoun(documents, "document")} are in ${nameOf(to)} now.`;
  const kept = keptAs.length === 0 ? `${nameOf(from)} is left as it was.` : `The old ones are ${keptAs.join(" and ")}.`;
  const setting = isInPostgres(to) ? `catalog: ${to.catalog}` : "no `catalog`";
  return writeText(`${what} ${kept}\nHave ${setting} in your settings from now on.`);
}

function addressOf(to: unknown): string {
  if (to === SQLITE) return "";
  const address = options.catalog.type.safeParse(to);
  if (typeof to !== "string" || to === "" || !address.success) {
    throw new UsageError("Where to?", `--to postgres://user@host/database, without a password, or --to ${SQLITE}`);
  }
  return address.data;
}

function nameOf({ data, catalog = "", catalogSchema = "" }: CatalogLocation): string {
  return catalog === "" ? data : `the schema ${catalogSchema} of ${catalog}`;
}
