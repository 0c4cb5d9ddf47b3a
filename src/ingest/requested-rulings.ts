import { mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { Catalog, Ruling } from "../catalog/catalog.ts";
import { formatLedgerLine, parseLedgerLine } from "../catalog/ledger/ledger-record.ts";
import { writeAtomically } from "../lib/fs/write-atomically.ts";
import type { Logger } from "../observe/logger.ts";

/*
 * What an operator rules of single articles lies in the data directory, a file an article and as the ledger will have it,
 * until the one process that may write the ledger takes it over. The last ruling of an article replaces those before it.
 */

/** Where the rulings are left; made where it is not there. */
export function requestsDirectory(dataDirectory: string): string {
  const directory = join(dataDirectory, "rulings");
  mkdirSync(directory, { recursive: true });
  return directory;
}

export async function requestRuling(dataDirectory: string, ruling: Ruling): Promise<void> {
  const name = `${ruling.id.replace(/^urn:uuid:/, "")}.json`;
  await writeAtomically(join(requestsDirectory(dataDirectory), name), Buffer.from(formatLedgerLine(ruling)));
}

/** Takes the rulings over into the ledger. Returns the outlets whose articles they changed. */
export function applyRequestedRulings(dataDirectory: string, catalog: Catalog, logger: Logger): ReadonlySet<string> {
  const directory = requestsDirectory(dataDirectory);
  const paths = readdirSync(directory)
    .filter((name) => !name.startsWith("."))
    .map((name) => join(directory, name));
  if (paths.length === 0) return new Set();
  const rulings = paths.map(readRuling).filter((ruling) => ruling !== undefined);
  const { outletIds } = catalog.apply({ ingested: [], removed: [], rulings });
  for (const { type, id } of rulings) logger.info(`${type} of an article`, { article: id });
  for (const path of paths) rmSync(path, { force: true });
  return outletIds;
}

function readRuling(path: string): Ruling | undefined {
  const line = parseLedgerLine(readFileSync(path, "utf8").trimEnd());
  if (line.kind !== "record") return undefined;
  return line.record.type === "takedown" || line.record.type === "restoration" ? line.record : undefined;
}
