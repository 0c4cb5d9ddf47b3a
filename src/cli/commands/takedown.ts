import { openArchiveCatalog } from "../../ingest/open-archive-catalog.ts";
import { requestRuling } from "../../ingest/requested-rulings.ts";
import { type CatalogReader, type Ruling, CatalogInUseError } from "../../catalog/catalog.ts";
import type { Config } from "../../config/config.ts";
import { printable } from "../../lib/text/printable.ts";
import { createLogger } from "../../observe/logger.ts";
import type { CommandContext } from "../commands.ts";
import { Failure, UsageError } from "../failure.ts";
import { findCatalog, requireOutlets } from "../installation.ts";
import { namedArticle, type NamedArticle } from "../named-article.ts";
import { formatTable, writeJson, writeText } from "../output.ts";

/** `feedmill takedown`: removes an article everywhere, or publishes it again. */
export async function run({ config, operands, flags }: CommandContext): Promise<number> {
  const [words] = operands;
  const catalog = findCatalog(config.data);
  try {
    if (flags["list"] === true) return list(catalog, flags["json"] === true);
    if (words === undefined) throw new UsageError("Which article?", "its id, its URL or a file of it, or --list");
    const article = namedArticle(words, requireOutlets(config, flags), config);
    const { reason } = flags;
    const ruling: Ruling =
      flags["undo"] === true
        ? { type: "restoration", id: article.id, when: new Date() }
        : { type: "takedown", id: article.id, when: new Date(), ...(typeof reason === "string" ? { reason } : {}) };
    const effect = effectOf(ruling, article, catalog);
    await requestRuling(config.data, ruling);
    return writeText(`${effect} ${catalog === undefined ? "It takes effect when feedmill starts." : carryOut(config)}`);
  } finally {
    catalog?.close();
  }
}

function list(catalog: CatalogReader | undefined, asJson: boolean): number {
  const takedowns = catalog?.takedowns() ?? [];
  if (asJson) return writeJson(takedowns);
  if (takedowns.length === 0) return writeText("No article is taken down.");
  const rows = takedowns.map(({ id, takenDownAt, outletId = "–", reason = "" }) => {
    return [takenDownAt.toISOString().replace(".000", ""), outletId, id, reason];
  });
  return writeText(formatTable([["WHEN", "OUTLET", "ID", "REASON"], ...rows]));
}

/** Describes what a ruling will change. Throws `Failure` where it would change nothing. */
function effectOf({ type, id }: Ruling, { isById }: NamedArticle, catalog: CatalogReader | undefined): string {
  const known = catalog?.article(id);
  const takedown = catalog?.takedown(id);
  if (type === "restoration") {
    if (!takedown) throw new Failure(`The article ${id} is not taken down.`, "feedmill takedown --list");
    return `The article ${id} is published again.`;
  }
  if (takedown) throw new Failure(`The article ${id} is taken down already.`, "feedmill takedown --list");
  if (known) return `“${printable(known.title)}” (${id}) is taken down.`;
  if (isById)
    throw new Failure(`No article has the id ${id}.`, "its URL or a file of it: both need not be published yet");
  return `There is no such article; should one come, as ${id}, it stays unpublished.`;
}

/** Applies what was requested, unless a daemon does: it is told by the request. Says when the effect shows. */
function carryOut(config: Config): string {
  const logger = createLogger({
    level: "error",
    format: config.logFormat,
    write: (line) => process.stderr.write(line),
  });
  try {
    openArchiveCatalog(config, logger).catalog.close();
    return "Feeds and pages follow when they are next built.";
  } catch (error) {
    if (error instanceof CatalogInUseError)
      return "The feedmill that is running has been told, and its feeds follow at once.";
    throw error;
  }
}
