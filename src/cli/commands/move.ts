import { CatalogInUseError } from "../../catalog/catalog.ts";
import { isInPostgres, locationOf, openCatalog, type CatalogLocation } from "../../catalog/open-catalog.ts";
import { options } from "../../config/options.ts";
import { moveCatalog } from "../../daemon/move-catalog.ts";
import { countNoun } from "../../lib/text/quantities.ts";
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
  try {
    const moved = await moveCatalog({ from, to, version, onProgress: (done, total) => progress.update(done, total) });
    const kept =
      moved.keptAs.length === 0
        ? `${nameOf(from)} is left as it was.`
        : `The old ones are ${moved.keptAs.join(" and ")}.`;
    const setting = isInPostgres(to) ? `catalog: ${to.catalog}` : "no `catalog`";
    const what = `${countNoun(moved.articles, "article")} and ${countNoun(moved.documents, "document")} are in ${nameOf(to)} now.`;
    return writeText(`${what} ${kept}\nHave ${setting} in your settings from now on.`);
  } catch (error) {
    if (!(error instanceof CatalogInUseError)) throw error;
    throw new Failure("A feedmill runs on this catalog.", "again once it is stopped");
  } finally {
    progress.finish();
  }
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
