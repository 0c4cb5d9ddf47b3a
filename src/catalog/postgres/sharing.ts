import type pg from "pg";
import { fromSeconds } from "../../lib/time/seconds.ts";
import type { Look, Node, Sharing } from "../sharing.ts";
import { channelOf, connect, Database, explained, rowsOf, type PostgresLocation, type Session } from "./database.ts";
import { findEdition } from "./documents.ts";
import { lockName } from "./leader.ts";
import { forgetNode, GONE_SECONDS, seeNode } from "./nodes.ts";
import { hasOffers, readLeased } from "./offers.ts";
import { SCHEMA_VERSION, schemaVersionOf } from "./schema.ts";

const WAIT_MS = 1000;
/** What was published is looked for so often, in case the word of it was lost. */
const LOOKS_PER_POLL = 5;
/** Batches that a node reads at a time at most: one that leads applies what comes of a few. */
const MOST_LEASES = 8;

interface LeaderRow {
  readonly epoch: number;
  readonly node: string | null;
  readonly version: string | null;
  readonly settings: string | null;
  readonly last_publication: number;
  readonly is_led: boolean;
  readonly has_peers: boolean;
}

/** A node's view of a catalog in PostgreSQL: one connection, which listens, and one for each batch that it has leased. */
export class PostgresSharing implements Sharing {
  readonly #location: PostgresLocation;
  readonly #leases: Database;
  #client: pg.Client | undefined;
  #node: string | undefined;
  /** The last publication that was told of, and the epoch that it was told in; absent before the first. */
  #told: { readonly publication: number; readonly epoch: number } | undefined;
  #looks = 0;
  /** Something was told of since the last look began. */
  #isNews = true;
  #wake: (() => void) | undefined;

  /** @param hangingMs A node from which nothing comes for so long has no lease any more; absent, 20 seconds. */
  constructor(location: PostgresLocation, hangingMs?: number) {
    this.#location = location;
    this.#leases = new Database(location, MOST_LEASES, hangingMs);
  }

  async look(node: Node): Promise<Look> {
    try {
      const session = await this.#connected();
      const isNews = this.#isNews;
      this.#isNews = false;
      const version = await schemaVersionOf(session, this.#location);
      if (version === 0) return { canLead: node.mayLead, hasOffers: false };
      const row = await lookAtLeader(session, this.#location, node);
      this.#node = node.name;
      const leader = leaderOf(row);
      const isAlike = leader === undefined || (leader.version === node.version && leader.settings === node.settings);
      const canLead = node.mayLead && !row.is_led && (isAlike || !row.has_peers);
      const told = { canLead, ...(leader !== undefined && { leader }) };
      if (version !== SCHEMA_VERSION) return { ...told, hasOffers: false };
      const mayRead = node.mayLead && isAlike && (await hasOffers(session));
      // The last of all: what it found is not told again.
      const published = await this.#published(session, row, isNews);
      return { ...told, ...(published !== undefined && { published }), hasOffers: mayRead };
    } catch (error) {
      // It may be one on which nothing comes any more: the next look has a connection of its own.
      this.#drop();
      throw explained(error, this.#location);
    }
  }

  #drop(): void {
    const client = this.#client;
    this.#client = undefined;
    client?.end().catch(() => undefined);
  }

  async wait(signal: AbortSignal): Promise<void> {
    if (this.#isNews || signal.aborted) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    const wake = (): void => resolve();
    const timer = setTimeout(wake, WAIT_MS);
    this.#wake = wake;
    signal.addEventListener("abort", wake);
    await promise;
    clearTimeout(timer);
    signal.removeEventListener("abort", wake);
  }

  readLeased(node: Node, read: (batch: Uint8Array) => Promise<Uint8Array>): Promise<boolean> {
    return this.#leases.transaction((session) => readLeased(session, node, read));
  }

  async close(): Promise<void> {
    await this.#leases.close();
    const [client, node] = [this.#client, this.#node];
    this.#client = undefined;
    if (client === undefined) return;
    if (node !== undefined) await forgetNode(sessionOf(client), node).catch(() => undefined);
    await client.end().catch(() => undefined);
  }

  /** What was published since the look before; undefined where nothing was, and between two polls. */
  async #published(
    session: Session,
    { last_publication: last, epoch }: LeaderRow,
    isNews: boolean,
  ): Promise<Look["published"]> {
    const isDue = isNews || this.#looks++ % LOOKS_PER_POLL === 0;
    const before = this.#told?.epoch === epoch ? this.#told.publication : undefined;
    if (!isDue || last === before) return undefined;
    const edition = await findEdition(session);
    if (edition === undefined) return undefined;
    const rows = await session.query<{ readonly path: string }>(
      "SELECT path FROM document WHERE publication > $1 AND publication <= $2 ORDER BY path",
      [before ?? -1, last],
    );
    this.#told = { publication: last, epoch };
    const paths = rows.map(({ path }) => path);
    return { changedAt: fromSeconds(edition.changedAt), paths, isAnew: before === undefined };
  }

  async #connected(): Promise<Session> {
    return sessionOf(this.#client ?? (await this.#connect()));
  }

  async #connect(): Promise<pg.Client> {
    const client = await connect(this.#location);
    this.#client = client;
    const forget = (): void => {
      if (this.#client === client) this.#client = undefined;
    };
    client.on("error", forget);
    client.on("end", forget);
    client.on("notification", () => {
      this.#isNews = true;
      this.#wake?.();
    });
    await rowsOf(client, `LISTEN ${channelOf(this.#location)}`, []);
    // The word of what was published meanwhile is lost.
    this.#isNews = true;
    return client;
  }
}

function sessionOf(client: pg.Client): Session {
  return { query: (sql, values = []) => rowsOf(client, sql, values) };
}

async function lookAtLeader(session: Session, location: PostgresLocation, node: Node): Promise<LeaderRow> {
  await seeNode(session, node);
  // Of a lock with one key of 64 bits, `classid` has the upper half and `objid` the lower.
  const [row] = await session.query<LeaderRow>(
    `SELECT epoch, node, version, settings, last_publication,
       EXISTS (
         SELECT FROM pg_locks WHERE locktype = 'advisory' AND granted AND objsubid = 1
           AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
           AND (classid::bigint << 32) | objid::bigint = hashtextextended($1, 0)
       ) AS is_led,
       EXISTS (
         SELECT FROM node WHERE node.version = leader.version AND node.settings = leader.settings AND may_lead
           AND seen_at > now() - make_interval(secs => $2)
       ) AS has_peers
     FROM leader`,
    [lockName(location), GONE_SECONDS],
  );
  if (row === undefined) throw new Error("the catalog has no row for its leader");
  return row;
}

function leaderOf({ node: name, version, settings }: LeaderRow): Look["leader"] {
  return name === null || version === null || settings === null ? undefined : { name, version, settings };
}
