import type { DatabaseSync, StatementSync } from "node:sqlite";
import { toSeconds } from "../../lib/time/seconds.ts";
import { toFact, type FactRow } from "../capture-rows.ts";
import type { CaptureFact } from "../derive-article.ts";
import type { Ledger, LedgerPosition } from "../ledger/ledger.ts";
import type { RememberedCapture, RestorationRecord, TakedownRecord } from "../ledger/ledger-record.ts";
import { countWarning, warningSentences, type LedgerWarning } from "../ledger/ledger-warnings.ts";
import { prepareQuery, type Query } from "./statements.ts";
import { createTakedownTable, type TakedownTable } from "./takedowns.ts";

/** The part of the ledger that the tables hold, as kept in the state `ledger`. */
interface Mirrored {
  readonly position: LedgerPosition;
  readonly siteId?: string;
  readonly warnings: readonly LedgerWarning[];
}

/**
 * The ledger's facts as tables, so that they can be looked up and memory does not grow with the ledger. Everything runs
 * inside the caller's transactions.
 */
export class LedgerTables {
  readonly #ledger: Ledger;
  readonly #readState: Query<{ value: string }>;
  readonly #writeState: StatementSync;
  readonly #clear: StatementSync;
  readonly #insert: StatementSync;
  readonly #concerned: Query<{ id: string }>;
  readonly #ofArticle: Query<FactRow>;
  readonly #takedowns: TakedownTable;
  #siteId: string | undefined;
  #warnings: readonly LedgerWarning[] = [];
  #torn: readonly string[] = [];

  constructor(db: DatabaseSync, ledger: Ledger) {
    this.#ledger = ledger;
    this.#readState = prepareQuery(db, "SELECT value FROM state WHERE name = 'ledger'");
    this.#writeState = db.prepare("INSERT OR REPLACE INTO state (name, value) VALUES ('ledger', ?)");
    this.#clear = db.prepare("DELETE FROM remembered_capture");
    this.#insert = db.prepare(
      `INSERT OR IGNORE INTO remembered_capture (article_id, sha256, captured_at, published_at, text_hash, shown_bytes)
       VALUES (?, ?, ?, ?, ?, ?)`,
    );
    this.#concerned = prepareQuery(db, "SELECT DISTINCT id FROM remembered_capture JOIN article ON id = article_id");
    this.#ofArticle = prepareQuery(
      db,
      "SELECT sha256, captured_at, published_at, text_hash, shown_bytes FROM remembered_capture WHERE article_id = ?",
    );
    this.#takedowns = createTakedownTable(db);
  }

  /**
   * Takes over the records beyond those that the tables hold, or all of them where it is another ledger than the one
   * they came from. Returns the ids of articles whose times may have changed.
   */
  sync(): ReadonlySet<string> {
    const row = this.#readState.get();
    const mirrored: Mirrored | undefined = row && JSON.parse(row.value);
    const isSame = this.#ledger.resume(mirrored?.position);
    const ids = new Set<string>();
    if (!isSame) {
      for (const { id } of this.#concerned.rows()) ids.add(id);
      for (const id of this.#takedowns.clear()) ids.add(id);
      this.#clear.run();
    }
    this.#siteId = isSame ? mirrored?.siteId : undefined;
    this.#warnings = isSame ? (mirrored?.warnings ?? []) : [];
    this.#torn = [];
    this.#readOn(ids);
    if (isSame && this.#ledger.position().bytes === mirrored?.position.bytes) return ids;
    for (const { id } of this.#concerned.rows()) ids.add(id);
    this.#save();
    return ids;
  }

  #readOn(ids: Set<string>): void {
    for (const line of this.#ledger.unread()) {
      if (line.kind === "torn") {
        this.#torn = [`an unfinished last line was cut off the ledger: ${line.text.slice(0, 200)}`];
      } else if (line.kind !== "record") {
        this.#warnings = countWarning(this.#warnings, line, this.#ledger.position().lines);
      } else if (line.record.type === "site") this.#siteId = line.record.siteId;
      else if (line.record.type === "capture") this.#put(line.record);
      else if (this.#takedowns.put(line.record)) ids.add(line.record.id);
    }
  }

  /** Writes captures to the ledger, all but those it has already. */
  remember(captures: readonly RememberedCapture[]): void {
    const added = captures.filter((capture) => this.#put(capture));
    if (added.length === 0) return;
    this.#ledger.append(added);
    this.#save();
  }

  rememberedOf(articleId: string): readonly CaptureFact[] {
    return this.#ofArticle.all(articleId).map(toFact);
  }

  /** Writes takedowns and restorations to the ledger, all but those that change nothing. Returns the articles' ids. */
  rule(records: readonly (TakedownRecord | RestorationRecord)[]): readonly string[] {
    const news = records
      .map((record) => this.#takedowns.withOrigin(record))
      .filter((record) => this.#takedowns.put(record));
    if (news.length > 0) {
      this.#ledger.append(news);
      this.#save();
    }
    return news.map(({ id }) => id);
  }

  isTakenDown(articleId: string): boolean {
    return this.#takedowns.has(articleId);
  }

  /** Takes an article down as another one is, if it is. */
  ruleAlike(articleId: string, otherId: string): void {
    const other = this.#takedowns.find(otherId);
    if (other !== undefined) this.rule([{ ...other, id: articleId }]);
  }

  /** The site id the ledger holds; with none, `candidate` becomes it, which is new then. */
  establishSiteId(candidate: () => string): { readonly siteId: string; readonly isNew: boolean } {
    if (this.#siteId !== undefined) return { siteId: this.#siteId, isNew: false };
    this.#siteId = candidate();
    this.#ledger.append([{ type: "site", siteId: this.#siteId }]);
    this.#save();
    return { siteId: this.#siteId, isNew: true };
  }

  /** Sentences for the log. */
  warnings(): readonly string[] {
    return [...warningSentences(this.#warnings), ...this.#torn];
  }

  /** False for a capture that the tables hold already. */
  #put({ id, sha256, capturedAt, publishedAt, textHash, shownBytes }: RememberedCapture): boolean {
    const claim = publishedAt === undefined ? null : toSeconds(publishedAt);
    return this.#insert.run(id, sha256, toSeconds(capturedAt), claim, textHash, shownBytes ?? null).changes === 1;
  }

  #save(): void {
    const siteId = this.#siteId === undefined ? {} : { siteId: this.#siteId };
    const mirrored: Mirrored = { position: this.#ledger.position(), warnings: this.#warnings, ...siteId };
    this.#writeState.run(JSON.stringify(mirrored));
  }
}
