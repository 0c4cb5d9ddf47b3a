import { join } from "node:path";
import type { DatabaseSync, SQLOutputValue } from "node:sqlite";
import { makePrivateDirectory } from "../lib/fs/private-files.ts";
import { openLosable, openLosableToRead } from "../lib/sqlite/losable-database.ts";
import type { Subscription } from "./subscription.ts";

const HUB_DATABASE = "hub.db";

/*
 * `host` and `client` are there to be counted. Those who had no failure come before those who did, by an index each, so
 * that to find the next one costs no more with a hundred thousand.
 */
const schema = `
  CREATE TABLE IF NOT EXISTS subscription (
    topic TEXT NOT NULL, callback TEXT NOT NULL, host TEXT NOT NULL, client TEXT NOT NULL, secret TEXT,
    subscribed_at INTEGER NOT NULL, lease_end INTEGER NOT NULL, delivered TEXT NOT NULL, due_at INTEGER,
    failures INTEGER NOT NULL DEFAULT 0, failure TEXT, PRIMARY KEY (topic, callback)
  ) STRICT;
  CREATE INDEX IF NOT EXISTS by_host ON subscription (host);
  CREATE INDEX IF NOT EXISTS by_client ON subscription (client);
  CREATE INDEX IF NOT EXISTS by_lease ON subscription (lease_end);
  CREATE INDEX IF NOT EXISTS fresh ON subscription (due_at) WHERE due_at IS NOT NULL AND failures = 0;
  CREATE INDEX IF NOT EXISTS retried ON subscription (due_at) WHERE due_at IS NOT NULL AND failures > 0;
  PRAGMA user_version = 1;
`;

/** How many subscriptions there are of a topic. */
export interface TopicCount {
  readonly topic: string;
  readonly subscriptions: number;
  /** Those whose last delivery failed. */
  readonly failing: number;
  /** Those that do not have the newest version. */
  readonly waiting: number;
}

/** What a delivery is not to go to now: callbacks and hosts that have their share. */
export interface Busy {
  readonly callbacks: readonly string[];
  readonly hosts: readonly string[];
}

/**
 * The verified subscriptions, in a database of their own in the data directory. All of it can be lost: it costs each
 * subscriber what is new until it renews its lease, which it does within ten days.
 */
export class Subscriptions {
  readonly #db: DatabaseSync;

  private constructor(db: DatabaseSync) {
    this.#db = db;
  }

  /** Opens them to write, for the one process that delivers. A file that is no database any more is begun anew. */
  static open(dataDirectory: string): Subscriptions {
    makePrivateDirectory(dataDirectory);
    return new Subscriptions(openLosable(join(dataDirectory, HUB_DATABASE), (db) => db.exec(schema)));
  }

  /** Opens them to read, also beside the process that delivers. Undefined where there never were any. */
  static openToRead(dataDirectory: string): Subscriptions | undefined {
    try {
      return new Subscriptions(openLosableToRead(join(dataDirectory, HUB_DATABASE)));
    } catch {
      return undefined;
    }
  }

  close(): void {
    this.#db.close();
  }

  all(): readonly Subscription[] {
    return this.#db.prepare("SELECT * FROM subscription ORDER BY topic, callback").all().map(subscriptionOf);
  }

  /** Topics that have subscribers. */
  topics(): readonly TopicCount[] {
    const rows = this.#db
      .prepare(
        `SELECT topic, count(*) AS subscriptions, sum(failures > 0) AS failing, count(due_at) AS waiting
         FROM subscription GROUP BY topic ORDER BY topic`,
      )
      .all();
    return rows.map(({ topic, subscriptions, failing, waiting }) => ({
      topic: String(topic),
      subscriptions: Number(subscriptions),
      failing: Number(failing),
      waiting: Number(waiting),
    }));
  }

  /** How many there are, by something that is limited. */
  count(what: "topic" | "host" | "client", value: string): number {
    return Number(this.#db.prepare(`SELECT count(*) AS n FROM subscription WHERE ${what} = ?`).get(value)?.["n"]);
  }

  total(): number {
    return Number(this.#db.prepare("SELECT count(*) AS n FROM subscription").get()?.["n"]);
  }

  get(topic: string, callback: string): Subscription | undefined {
    const row = this.#db.prepare("SELECT * FROM subscription WHERE topic = ? AND callback = ?").get(topic, callback);
    return row && subscriptionOf(row);
  }

  /** Begins a subscription, or renews the one there is: what it was sent and what failed stays known of it. */
  put(
    subscription: Pick<Subscription, "topic" | "callback" | "secret" | "subscribedAt" | "leaseEnd" | "delivered">,
    { host, client }: { readonly host: string; readonly client: string },
  ): void {
    const { topic, callback, secret = null, subscribedAt, leaseEnd, delivered } = subscription;
    this.#db
      .prepare(
        `INSERT INTO subscription (topic, callback, host, client, secret, subscribed_at, lease_end, delivered)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?)
         ON CONFLICT (topic, callback) DO UPDATE SET
           client = excluded.client, secret = excluded.secret, lease_end = excluded.lease_end`,
      )
      .run(topic, callback, host, client, secret, subscribedAt, leaseEnd, delivered);
  }

  remove(topic: string, callback: string): void {
    this.#db.prepare("DELETE FROM subscription WHERE topic = ? AND callback = ?").run(topic, callback);
  }

  /** Forgets those whose lease has ended, and says how many. */
  removeEnded(now: number): number {
    return Number(this.#db.prepare("DELETE FROM subscription WHERE lease_end <= ?").run(now).changes);
  }

  callbacksOf(topic: string): readonly string[] {
    const rows = this.#db.prepare("SELECT callback FROM subscription WHERE topic = ? ORDER BY callback").all(topic);
    return rows.map(({ callback }) => String(callback));
  }

  /** The topic has this version: those who do not have it are due, unless they wait to be tried again. */
  makeDue(topic: string, tag: string, now: number): void {
    this.#db
      .prepare(
        `UPDATE subscription SET due_at = CASE WHEN delivered = ?1 THEN NULL ELSE coalesce(due_at, ?2) END
         WHERE topic = ?3`,
      )
      .run(tag, now, topic);
  }

  /** The one that has waited longest, of those who had no failure or of those who did. */
  nextDue(who: "fresh" | "retried", now: number, busy: Busy): Subscription | undefined {
    const row = this.#db
      .prepare(
        `SELECT * FROM subscription INDEXED BY ${who}
         WHERE due_at IS NOT NULL AND failures ${who === "fresh" ? "= 0" : "> 0"} AND due_at <= ?1 AND lease_end > ?1
           AND callback NOT IN (SELECT value FROM json_each(?2)) AND host NOT IN (SELECT value FROM json_each(?3))
         ORDER BY due_at LIMIT 1`,
      )
      .get(now, JSON.stringify(busy.callbacks), JSON.stringify(busy.hosts));
    return row && subscriptionOf(row);
  }

  /** When the next one is due that is not yet; undefined where none is. */
  nextDueAt(now: number): number | undefined {
    const at = this.#db
      .prepare("SELECT min(due_at) AS at FROM subscription INDEXED BY retried WHERE failures > 0 AND due_at > ?")
      .get(now)?.["at"];
    return typeof at === "number" ? at : undefined;
  }

  /** The subscriber has a version. `isNewest` is false where there is a newer one by now: it is due at once. */
  noteDelivered({ topic, callback }: Subscription, tag: string, isNewest: boolean, now: number): void {
    this.#db
      .prepare(
        `UPDATE subscription SET delivered = ?, failures = 0, failure = NULL, due_at = ?
         WHERE topic = ? AND callback = ?`,
      )
      .run(tag, isNewest ? null : now, topic, callback);
  }

  noteFailed({ topic, callback }: Subscription, failure: string, dueAt: number): void {
    this.#db
      .prepare(
        `UPDATE subscription SET failures = failures + 1, failure = ?, due_at = ? WHERE topic = ? AND callback = ?`,
      )
      .run(failure, dueAt, topic, callback);
  }
}

function subscriptionOf(row: Readonly<Record<string, SQLOutputValue>>): Subscription {
  const { secret, due_at: dueAt, failure } = row;
  return {
    topic: String(row["topic"]),
    callback: String(row["callback"]),
    ...(typeof secret === "string" && { secret }),
    subscribedAt: Number(row["subscribed_at"]),
    leaseEnd: Number(row["lease_end"]),
    delivered: String(row["delivered"]),
    ...(typeof dueAt === "number" && { dueAt }),
    failures: Number(row["failures"]),
    ...(typeof failure === "string" && { failure }),
  };
}
