import type { DatabaseSync } from "node:sqlite";
import type { CaptureFact } from "./capture-fact.ts";
import type { Ledger, LedgerPosition } from "./ledger.ts";
import type { RememberedCapture, RestorationRecord, TakedownRecord } from "./ledger-record.ts";
import { countWarning, warningSentences, type LedgerWarning } from "./ledger-warnings.ts";
import { fromSeconds, prepareQuery, toSeconds } from "./query.ts";
import { createTakedownTable } from "./takedowns.ts";

/** The ledger's facts as a table, so that they can be looked up and memory does not grow with the ledger. */
export interface LedgerMirror {
  /**
   * Takes over what the ledger holds beyond what is mirrored, or all of it where it is not the ledger that was
   * mirrored. Returns the ids of articles whose times may have changed.
   */
  sync(): ReadonlySet<string>;
  /** Writes captures to the ledger, all but those it has already. */
  remember(captures: readonly RememberedCapture[]): void;
  rememberedOf(articleId: string): readonly CaptureFact[];
  /** Writes takedowns and restorations to the ledger, all but those that change nothing. Returns the articles' ids. */
  rule(records: readonly (TakedownRecord | RestorationRecord)[]): readonly string[];
  isTakenDown(articleId: string): boolean;
  /** Takes an article down as another one is, if it is. */
  ruleAlike(articleId: string, otherId: string): void;
  /** The site id the ledger holds; with none, `candidate` becomes it, which is new then. */
  establishSiteId(candidate: () => string): { readonly siteId: string; readonly isNew: boolean };
  warnings(): readonly string[];
}

interface Mirrored {
  readonly position: LedgerPosition;
  readonly siteId?: string;
  readonly warnings: readonly LedgerWarning[];
}

interface FactRow {
  readonly sha256: string;
  readonly captured_at: number;
  readonly published_at: number | null;
  readonly text_hash: string;
  readonly shown_bytes: number | null;
}

/** All of it runs inside the caller's transactions. */
export function createLedgerMirror(db: DatabaseSync, ledger: Ledger): LedgerMirror {
  const readState = prepareQuery<{ value: string }>(db, "SELECT value FROM state WHERE name = 'ledger'");
  const writeState = db.prepare("INSERT OR REPLACE INTO state (name, value) VALUES ('ledger', ?)");
  const clear = db.prepare("DELETE FROM remembered_capture");
  const insert = db.prepare(
    `INSERT OR IGNORE INTO remembered_capture (article_id, sha256, captured_at, published_at, text_hash, shown_bytes)
     VALUES (?, ?, ?, ?, ?, ?)`,
  );
  const concerned = prepareQuery<{ id: string }>(
    db,
    "SELECT DISTINCT id FROM remembered_capture JOIN article ON id = article_id",
  );
  const ofArticle = prepareQuery<FactRow>(
    db,
    "SELECT sha256, captured_at, published_at, text_hash, shown_bytes FROM remembered_capture WHERE article_id = ?",
  );
  const takedowns = createTakedownTable(db);
  let siteId: string | undefined;
  let warnings: readonly LedgerWarning[] = [];
  let torn: readonly string[] = [];

  function mirror({ id, sha256, capturedAt, publishedAt, textHash, shownBytes }: RememberedCapture): boolean {
    const claim = publishedAt === undefined ? null : toSeconds(publishedAt);
    return insert.run(id, sha256, toSeconds(capturedAt), claim, textHash, shownBytes ?? null).changes === 1;
  }

  function save(): void {
    const mirrored: Mirrored = { position: ledger.position(), warnings, ...(siteId === undefined ? {} : { siteId }) };
    writeState.run(JSON.stringify(mirrored));
  }

  function rule(records: readonly (TakedownRecord | RestorationRecord)[]): readonly string[] {
    const news = records.map((record) => takedowns.withOutlet(record)).filter((record) => takedowns.put(record));
    if (news.length > 0) {
      ledger.append(news);
      save();
    }
    return news.map(({ id }) => id);
  }

  return {
    sync() {
      const row = readState.get();
      const mirrored: Mirrored | undefined = row && JSON.parse(row.value);
      const isSame = ledger.resume(mirrored?.position);
      const ids = new Set<string>();
      if (!isSame) {
        for (const { id } of concerned.rows()) ids.add(id);
        for (const id of takedowns.clear()) ids.add(id);
        clear.run();
      }
      siteId = isSame ? mirrored?.siteId : undefined;
      warnings = isSame ? (mirrored?.warnings ?? []) : [];
      torn = [];
      for (const line of ledger.unread()) {
        if (line.kind === "torn") torn = [`an unfinished last line was cut off the ledger: ${line.text.slice(0, 200)}`];
        else if (line.kind !== "record") warnings = countWarning(warnings, line, ledger.position().lines);
        else if (line.record.type === "site") ({ siteId } = line.record);
        else if (line.record.type === "capture") mirror(line.record);
        else if (takedowns.put(line.record)) ids.add(line.record.id);
      }
      if (isSame && ledger.position().bytes === mirrored?.position.bytes) return ids;
      for (const { id } of concerned.rows()) ids.add(id);
      save();
      return ids;
    },

    remember(captures) {
      const added = captures.filter(mirror);
      if (added.length === 0) return;
      ledger.append(added);
      save();
    },

    rule,

    isTakenDown: (articleId) => takedowns.has(articleId),

    ruleAlike(articleId, otherId) {
      const other = takedowns.find(otherId);
      if (other !== undefined) rule([{ ...other, id: articleId }]);
    },

    rememberedOf: (articleId) => ofArticle.all(articleId).map(toFact),

    establishSiteId(candidate) {
      if (siteId !== undefined) return { siteId, isNew: false };
      siteId = candidate();
      ledger.append([{ type: "site", siteId }]);
      save();
      return { siteId, isNew: true };
    },

    warnings: () => [...warningSentences(warnings), ...torn],
  };
}

function toFact(row: FactRow): CaptureFact {
  const claim = row.published_at === null ? {} : { publishedAt: fromSeconds(row.published_at) };
  const size = row.shown_bytes === null ? {} : { shownBytes: row.shown_bytes };
  return { sha256: row.sha256, capturedAt: fromSeconds(row.captured_at), textHash: row.text_hash, ...claim, ...size };
}
