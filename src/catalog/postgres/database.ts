import { readFileSync } from "node:fs";
import pg from "pg";
import { CatalogAwayError } from "../catalog.ts";

/** Where a catalog is in PostgreSQL. */
export interface PostgresLocation {
  /** `postgres://user@host:port/database`, without a password. */
  readonly address: string;
  /** The schema that everything is in. */
  readonly schema: string;
  /** A file whose first line is the password; absent, it is that of the environment or of `.pgpass`. */
  readonly passwordFile?: string;
}

/**
 * A statement that a connection plans once, where planning takes longer than the rest. It is planned for any values, and for
 * tables as they are then: it must have but one good plan, whatever grows.
 */
export interface Prepared {
  /** No other statement has it. */
  readonly name: string;
  readonly text: string;
}

/** Runs statements one by one, or in the transaction under way. */
export interface Session {
  /** `Row` is the word of whoever wrote the SQL. */
  query<Row>(sql: string | Prepared, values?: readonly unknown[]): Promise<readonly Row[]>;
}

const CONNECT_MS = 5000;
/** A statement that takes longer has lost its server: all of ours are short. */
const STATEMENT_MS = 60_000;
/** The same for statements that take next to no time. */
const LOOK_MS = 5000;
/** A transaction in which no statement comes for so long has lost its node, which hangs: the server ends it, and its lease. */
const HANGING_MS = 20_000;
/** A connection is replaced after so long: what it planned may have been for tables that were empty then. */
const MAX_CONNECTION_SECONDS = 60;
/** A connection that stands still is tried after so long. */
const KEEP_ALIVE_MS = 2000;
const INT8 = 20;
const BYTEA = 17;

/**
 * Set by each connection, for the server. It lets go within seconds of a node that vanished without a word, and with it of
 * the lock and the transaction that the node had. A connection that stands still is tried; one on which an answer waits to be
 * acknowledged is not, and has a limit of its own, in milliseconds.
 */
const serverSettings = {
  tcp_keepalives_idle: "2",
  tcp_keepalives_interval: "1",
  tcp_keepalives_count: "2",
  tcp_user_timeout: "4000",
  // All of ours are short: where the costs are estimated too high, compiling one takes longer than it does.
  jit: "off",
};

/** Connections to the database of a catalog. */
export class Database implements Session {
  readonly location: PostgresLocation;
  readonly #pool: pg.Pool;

  /** @param connections At most so many at a time. */
  constructor(location: PostgresLocation, connections: number, hangingMs = HANGING_MS) {
    this.location = location;
    const settings = { idle_in_transaction_session_timeout: `${hangingMs}ms` };
    const maxLifetimeSeconds = MAX_CONNECTION_SECONDS;
    this.#pool = new pg.Pool({ ...connectionOf(location, settings), max: connections, maxLifetimeSeconds });
    // An idle connection that breaks is replaced by the next statement, which tells where that fails.
    this.#pool.on("error", () => undefined);
  }

  async query<Row>(sql: string | Prepared, values: readonly unknown[] = []): Promise<readonly Row[]> {
    try {
      return await rowsOf<Row>(this.#pool, sql, values);
    } catch (error) {
      throw explained(error, this.location);
    }
  }

  /** Runs `work` in one transaction: all of it happens, or none. */
  async transaction<T>(work: (session: Session) => Promise<T>): Promise<T> {
    let client: pg.PoolClient;
    try {
      client = await this.#pool.connect();
    } catch (error) {
      throw explained(error, this.location);
    }
    let broken: Error | undefined;
    // A connection that ends between two statements says so by an event alone.
    const onError = (error: Error): void => {
      broken = error;
    };
    client.on("error", onError);
    try {
      await client.query("BEGIN");
      const result = await work({ query: (sql, values = []) => rowsOf(client, sql, values) });
      await client.query("COMMIT");
      return result;
    } catch (error) {
      const reason = explained(error, this.location);
      // A server that does not answer would not answer a ROLLBACK.
      if (reason instanceof CatalogAwayError) onError(reason);
      else await client.query("ROLLBACK").catch((failure: Error) => onError(failure));
      throw reason;
    } finally {
      client.off("error", onError);
      client.release(broken);
    }
  }

  async close(): Promise<void> {
    await this.#pool.end();
  }
}

/**
 * A connection of its own, which keeps what belongs to a session: locks, and what it listens to. Its statements are short.
 */
export async function connect(location: PostgresLocation): Promise<pg.Client> {
  const client = new pg.Client({ ...connectionOf(location), query_timeout: LOOK_MS });
  // A connection that breaks fails the statement under way, or the next one. Unheard, the event would end the thread.
  client.on("error", () => undefined);
  try {
    await client.connect();
    return client;
  } catch (error) {
    await client.end().catch(() => undefined);
    throw explained(error, location);
  }
}

/**
 * Ends a connection. One on which nothing comes any more would be waited for without end: an answer that fails to come in
 * time shows it, and then it is dropped.
 */
export async function disconnect(client: pg.Client): Promise<void> {
  await client.query("SELECT 1").catch(() => undefined);
  await client.end().catch(() => undefined);
}

export async function rowsOf<Row>(
  client: pg.Pool | pg.ClientBase,
  sql: string | Prepared,
  values: readonly unknown[],
): Promise<readonly Row[]> {
  const statement = typeof sql === "string" ? { text: sql } : sql;
  const { rows } = await client.query({ ...statement, values: [...values] });
  // The compiler does not know the columns: this is the one place where the SQL is taken at its word.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return rows as Row[];
}

function connectionOf(
  { address, schema, passwordFile }: PostgresLocation,
  itsSettings: Readonly<Record<string, string>> = {},
): pg.ClientConfig {
  const url = new URL(address);
  if (passwordFile !== undefined) url.password = encodeURIComponent(readPassword(passwordFile));
  // `sslmode` means what it does to every other program that connects to PostgreSQL.
  url.searchParams.set("uselibpqcompat", "true");
  const settings = { search_path: schema, ...serverSettings, ...itsSettings };
  return {
    connectionString: url.href,
    application_name: "feedmill",
    options: Object.entries(settings)
      .map(([name, value]) => `-c ${name}=${value}`)
      .join(" "),
    connectionTimeoutMillis: CONNECT_MS,
    query_timeout: STATEMENT_MS,
    keepAlive: true,
    keepAliveInitialDelayMillis: KEEP_ALIVE_MS,
    types: { getTypeParser: parserOf },
  };
}

function parserOf(type: number, format?: "text" | "binary"): (value: string) => unknown {
  // Counts, seconds and numbers of rows: none comes near 2^53.
  if (type === INT8) return Number;
  if (type === BYTEA) return bytesOf;
  return pg.types.getTypeParser(type, format);
}

/** `\x` and hexadecimal digits. */
function bytesOf(text: string): Uint8Array {
  const { buffer, byteOffset, length } = Buffer.from(text.slice(2), "hex");
  return new Uint8Array(buffer, byteOffset, length);
}

function readPassword(path: string): string {
  try {
    return readFileSync(path, "utf8").split(/\r?\n/, 1)[0] ?? "";
  } catch (error) {
    throw new Error(`the file of the catalog's password, ${path}, cannot be read; check its name and its permissions`, {
      cause: error,
    });
  }
}

/** The channel of NOTIFY on which publications and offers are told. */
export function channelOf({ schema }: PostgresLocation): string {
  return `feedmill_${schema}`;
}

/** The address for messages. It has no password: the configuration takes none. */
export function nameOf({ address }: PostgresLocation): string {
  const { username, host, pathname, searchParams } = new URL(address);
  const server = searchParams.get("host") ?? host;
  return `${username === "" ? "" : `${decodeURIComponent(username)}@`}${decodeURIComponent(server)}${pathname}`;
}

/** Codes of the operating system, and of PostgreSQL (appendix A of its manual), for a server that is not there now. */
const away = /^(?:ECONN|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENOENT|EPIPE|08|57P0[1-5]|25P03)/;
const certificates = /CERT|UNABLE_TO_|SELF_SIGNED/;

/** An error as a sentence that says what is wrong and what to do, where it comes from the way to the database. */
export function explained(error: unknown, location: PostgresLocation): unknown {
  if (!(error instanceof Error) || error instanceof CatalogAwayError) return error;
  const code = "code" in error && typeof error.code === "string" ? error.code : "";
  const where = `the PostgreSQL of the catalog (${nameOf(location)})`;
  const said = error.message === "" ? code : error.message;
  const say = (sentence: string): Error => new Error(sentence, { cause: error });

  if (certificates.test(code) || said.includes("does not support SSL")) {
    return say(
      `${where} refuses TLS as \`catalog\` asks for it: ${said}; correct sslmode and sslrootcert, or the server`,
    );
  }
  if (code === "25006") {
    return new CatalogAwayError(`${where} is a standby: ${said}; promote it, or correct the address (catalog)`, {
      cause: error,
    });
  }
  if (code === "53300") {
    const remedy = "raise max_connections, or the user's limit: docs/scaling.md says how many a machine takes";
    return new CatalogAwayError(`${where} takes no more connections: ${said}; ${remedy}`, { cause: error });
  }
  if (away.test(code) || /timeout|Connection terminated|not queryable|connection error/i.test(said)) {
    return new CatalogAwayError(`${where} does not answer: ${said}; start it, or correct the address (catalog)`, {
      cause: error,
    });
  }
  if (code.startsWith("28") || said.includes("client password")) {
    const remedy = said.includes("no encryption")
      ? "add ?sslmode=verify-full to `catalog`"
      : "check the user and the password: PGPASSWORD, catalog-password-file, or ~/.pgpass";
    return say(`${where} does not let feedmill in: ${said}; ${remedy}`);
  }
  if (code === "3D000") return say(`${where} has no such database: ${said}; create it, or correct \`catalog\``);
  if (code === "42501") {
    return say(
      `${where} does not allow what feedmill needs: ${said}; grant the user CREATE on the database, or its schema`,
    );
  }
  return error;
}
