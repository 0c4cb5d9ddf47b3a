import { randomUUID } from "node:crypto";
import type { Catalog, CatalogOrigin, CatalogReader, OpenedCatalog, WritingOptions } from "../catalog.ts";
import type { Lead, Offers } from "../sharing.ts";
import { Applier } from "./apply-change.ts";
import { PostgresArticles } from "./articles.ts";
import { Contents } from "./content.ts";
import { Database, nameOf, type PostgresLocation } from "./database.ts";
import { PostgresDocumentReader, PostgresDocuments } from "./documents.ts";
import { PostgresFileReader, PostgresFiles } from "./files.ts";
import { renewIndex, SegmentMerger } from "./index-writer.ts";
import { Leader } from "./leader.ts";
import { establishSiteId, ledgerLines } from "./ledger.ts";
import { maintain } from "./maintenance.ts";
import { PostgresOffers } from "./offers.ts";
import { migrate, SCHEMA_VERSION, schemaVersionOf } from "./schema.ts";
import { RecentSignatures } from "./signatures.ts";
import { findState, PostgresState, PostgresStateReader } from "./state.ts";

const READING_CONNECTIONS = 4;
const WRITING_CONNECTIONS = 3;

/** See `CatalogAccess.read`. */
export async function openPostgresToRead(location: PostgresLocation): Promise<CatalogReader> {
  const database = new Database(location, READING_CONNECTIONS);
  try {
    const version = await schemaVersionOf(database, location);
    if (version !== SCHEMA_VERSION) {
      throw new Error(`the catalog ${nameOf(location)} has an old schema: version ${version}`);
    }
  } catch (error) {
    await database.close();
    throw error;
  }
  const contents = new Contents();
  return {
    articles: new PostgresArticles(database, contents),
    files: new PostgresFileReader(database, contents),
    documents: new PostgresDocumentReader(database),
    state: new PostgresStateReader(database, contents),
    close: () => database.close(),
  };
}

/** See `CatalogAccess.write`. */
export async function openPostgresToWrite(location: PostgresLocation, options: WritingOptions): Promise<OpenedCatalog> {
  await using opened = new AsyncDisposableStack();
  const database = new Database(location, WRITING_CONNECTIONS);
  opened.defer(() => database.close());
  const fromVersion = await schemaVersionOf(database, location);
  const leader = await Leader.lock(database);
  opened.defer(() => leader.close());
  const origin = await prepare(database, location, fromVersion);
  await leader.begin(options.node);
  await leader.transaction(renewIndex);
  const { applier, ...parts } = createParts(leader);
  // Those of whoever led before.
  await parts.offers.end();
  const { change, warnings } = await applier.addLedger(options.ledger ?? []);
  const { siteId, isNew } = await leader.transaction((session) => {
    return establishSiteId(session, () => options.siteId ?? randomUUID());
  });
  const kept = opened.move();
  const catalog: Catalog = { ...parts, close: () => kept.disposeAsync() };
  return { catalog, origin, siteId, isNew, warnings, change };
}

async function prepare(database: Database, location: PostgresLocation, fromVersion: number): Promise<CatalogOrigin> {
  if (fromVersion === SCHEMA_VERSION) return { kind: "opened" };
  await database.transaction((session) => migrate(session, location, fromVersion));
  return fromVersion === 0 ? { kind: "created" } : { kind: "migrated", fromVersion };
}

/** Everything of a catalog that is opened to write but the way to close it. */
function createParts(
  leader: Leader,
): Omit<Catalog, "close"> & { readonly applier: Applier; readonly offers: Offers; readonly lead: Lead } {
  const contents = new Contents();
  const parts = { contents, signatures: new RecentSignatures(), merger: new SegmentMerger(leader) };
  const applier = new Applier(leader, parts);
  return {
    applier,
    articles: new PostgresArticles(leader.database, contents),
    files: new PostgresFiles(leader.database, contents, (change) => applier.apply(change)),
    documents: new PostgresDocuments(leader),
    offers: new PostgresOffers(leader),
    lead: leader,
    state: new PostgresState(leader, contents, (corrections) => maintain(leader, parts, corrections)),
  };
}

/** The size of a catalog's tables in bytes; undefined where there is none. */
export async function postgresBytes(location: PostgresLocation): Promise<number | undefined> {
  return withDatabase(location, async (database) => {
    const [row] = await database.query<{ readonly bytes: number | null }>(
      `SELECT sum(pg_total_relation_size(oid))::bigint AS bytes FROM pg_class
       WHERE relnamespace = to_regnamespace($1) AND relkind = 'r'`,
      [location.schema],
    );
    return row?.bytes ?? undefined;
  });
}

/** See `CatalogAccess.leader`. */
export async function postgresLeader(location: PostgresLocation): Promise<string | undefined> {
  return withDatabase(location, async (database) => {
    if ((await schemaVersionOf(database, location)) === 0) return undefined;
    const [row] = await database.query<{ readonly node: string | null }>("SELECT node FROM leader");
    return row?.node ?? undefined;
  });
}

/** Lines of the ledger in order; none where there is no catalog. */
export async function* postgresLedger(location: PostgresLocation): AsyncGenerator<string, undefined> {
  const database = new Database(location, 1);
  try {
    if ((await schemaVersionOf(database, location)) === 0) return undefined;
    for await (const lines of ledgerLines(database)) yield* lines;
  } finally {
    await database.close();
  }
  return undefined;
}

/**
 * True where a catalog was begun: it has its site id, which is written after the ledger that it was begun with, or together
 * with that. Tables alone are what is left where that was interrupted. Throws as `schemaVersionOf` does.
 */
export async function hasPostgresCatalog(location: PostgresLocation): Promise<boolean> {
  return withDatabase(location, async (database) => {
    return (await schemaVersionOf(database, location)) > 0 && (await findState(database, "siteId")) !== undefined;
  });
}

async function withDatabase<T>(location: PostgresLocation, work: (database: Database) => Promise<T>): Promise<T> {
  const database = new Database(location, 1);
  try {
    return await work(database);
  } finally {
    await database.close();
  }
}
