import { toSeconds } from "../../lib/time/seconds.ts";
import {
  selectOrigin,
  takedownColumns,
  toTakedown,
  withOrigin,
  type OriginRow,
  type TakedownRow,
} from "../kept-state.ts";
import {
  formatLedgerLine,
  parseLedgerLine,
  type LedgerRecord,
  type RememberedCapture,
  type RestorationRecord,
  type TakedownRecord,
} from "../ledger/ledger-record.ts";
import { countWarning, warningSentences, type LedgerWarning } from "../ledger/ledger-warnings.ts";
import { rowPages } from "../row-pages.ts";
import type { Session } from "./database.ts";
import { findState, putState } from "./state.ts";

type RulingRecord = TakedownRecord | RestorationRecord;

/*
 * The ledger is a table of the lines that `ledger.jsonl` would have. What they say is kept in tables beside it, in the same
 * transactions. Everything here runs in the caller's.
 */

/** Writes captures to the ledger, all but those it has already. */
export async function remember(session: Session, captures: readonly RememberedCapture[]): Promise<void> {
  await append(session, await keepCaptures(session, captures));
}

/** Keeps what captures say. Returns those that were not kept already. */
async function keepCaptures(
  session: Session,
  captures: readonly RememberedCapture[],
): Promise<readonly RememberedCapture[]> {
  if (captures.length === 0) return [];
  const added = await session.query<{ readonly article_id: string; readonly sha256: string }>(
    `INSERT INTO remembered_capture (article_id, sha256, captured_at, published_at, text_hash, shown_bytes)
     SELECT * FROM unnest($1::text[], $2::text[], $3::bigint[], $4::bigint[], $5::text[], $6::int[])
     ON CONFLICT DO NOTHING RETURNING article_id, sha256`,
    [
      captures.map(({ id }) => id),
      captures.map(({ sha256 }) => sha256),
      captures.map(({ capturedAt }) => toSeconds(capturedAt)),
      captures.map(({ publishedAt }) => (publishedAt === undefined ? null : toSeconds(publishedAt))),
      captures.map(({ textHash }) => textHash),
      captures.map(({ shownBytes }) => shownBytes ?? null),
    ],
  );
  const keys = new Set(added.map((row) => `${row.article_id} ${row.sha256}`));
  return captures.filter(({ id, sha256 }) => keys.has(`${id} ${sha256}`));
}

/** Those of some articles that are taken down, each with the ledger's record. */
async function takenDown(session: Session, ids: readonly string[]): Promise<ReadonlyMap<string, TakedownRecord>> {
  const rows = await session.query<TakedownRow>(`SELECT ${takedownColumns} FROM takedown WHERE article_id = ANY($1)`, [
    ids,
  ]);
  return new Map(
    rows.map(toTakedown).map(({ takenDownAt: when, ...facts }) => [facts.id, { type: "takedown", when, ...facts }]),
  );
}

/** Writes takedowns and restorations to the ledger, all but those that change nothing. Returns the articles' ids. */
export async function rule(session: Session, records: readonly RulingRecord[]): Promise<readonly string[]> {
  const news: RulingRecord[] = [];
  for (const record of records) {
    const told = await originatedIn(session, record);
    if (await takeOver(session, told)) news.push(told);
  }
  await append(session, news);
  return news.map(({ id }) => id);
}

/** Takes articles down as others are, if they are. */
export async function ruleAlike(
  session: Session,
  pairs: readonly { readonly id: string; readonly otherId: string }[],
): Promise<void> {
  if (pairs.length === 0) return;
  const records = await takenDown(
    session,
    pairs.map(({ otherId }) => otherId),
  );
  for (const { id, otherId } of pairs) {
    const other = records.get(otherId);
    if (other !== undefined) await rule(session, [{ ...other, id }]);
  }
}

/** The record with the outlet whose article is taken down, where there is one, and the story. */
async function originatedIn(session: Session, record: RulingRecord): Promise<RulingRecord> {
  if (record.type !== "takedown") return record;
  const [origin] = await session.query<OriginRow>(`${selectOrigin} $1`, [record.id]);
  return withOrigin(record, origin);
}

/** False where a record changes nothing: the article was taken down, or was not, before. */
async function takeOver(session: Session, record: RulingRecord): Promise<boolean> {
  const changed =
    record.type === "restoration"
      ? await session.query("DELETE FROM takedown WHERE article_id = $1 RETURNING 1", [record.id])
      : await session.query(
          `INSERT INTO takedown (${takedownColumns}) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING RETURNING 1`,
          [record.id, toSeconds(record.when), record.reason ?? null, record.outletId ?? null, record.storyId ?? null],
        );
  return changed.length === 1;
}

async function append(session: Session, records: readonly LedgerRecord[]): Promise<void> {
  await appendLines(
    session,
    records.map((record) => formatLedgerLine(record).trimEnd()),
  );
}

async function appendLines(session: Session, lines: readonly string[]): Promise<void> {
  if (lines.length === 0) return;
  await session.query("INSERT INTO ledger (line) SELECT * FROM unnest($1::text[])", [lines]);
}

/** The site id the ledger holds; with none, `candidate` becomes it, which is new then. */
export async function establishSiteId(
  session: Session,
  candidate: () => string,
): Promise<{ readonly siteId: string; readonly isNew: boolean }> {
  const known = await findState(session, "siteId");
  if (known !== undefined) return { siteId: known, isNew: false };
  const siteId = candidate();
  await putState(session, "siteId", siteId);
  await append(session, [{ type: "site", siteId }]);
  return { siteId, isNew: true };
}

const LINES_AT_A_TIME = 1000;

/** Every line of the ledger in order, some at a time. */
export async function* ledgerLines(session: Session): AsyncGenerator<readonly string[], undefined> {
  const pages = rowPages<{ readonly number: number; readonly line: string }>(LINES_AT_A_TIME, (last) => {
    return session.query("SELECT number, line FROM ledger WHERE number > $1 ORDER BY number LIMIT $2", [
      last?.number ?? 0,
      LINES_AT_A_TIME,
    ]);
  });
  for await (const rows of pages) yield rows.map(({ line }) => line);
  return undefined;
}

/**
 * Adds lines of another ledger, in their order, with what they say; those that this one has already are left out. Returns
 * the ids of articles that this may concern, and the lines that have no effect as sentences; these are kept too.
 */
export async function addLines(
  session: Session,
  lines: readonly string[],
): Promise<{ readonly articleIds: ReadonlySet<string>; readonly warnings: readonly string[] }> {
  const articleIds = new Set<string>();
  let warnings: readonly LedgerWarning[] = [];
  let captures: RememberedCapture[] = [];
  const added = await newLines(session, lines);
  for (const { line, number } of added) {
    const parsed = parseLedgerLine(line);
    if (parsed.kind !== "record") {
      warnings = countWarning(warnings, parsed, number);
      continue;
    }
    const { record } = parsed;
    if (record.type === "capture") {
      captures.push(record);
      articleIds.add(record.id);
      continue;
    }
    await keepCaptures(session, captures);
    captures = [];
    if (record.type === "site") await putState(session, "siteId", record.siteId);
    else if (await takeOver(session, record)) articleIds.add(record.id);
  }
  await keepCaptures(session, captures);
  await appendLines(
    session,
    added.map(({ line }) => line),
  );
  return { articleIds, warnings: warningSentences(warnings) };
}

/** The lines that the ledger does not have, with their numbers among those given, from 1 on. */
async function newLines(
  session: Session,
  lines: readonly string[],
): Promise<readonly { readonly line: string; readonly number: number }[]> {
  if (lines.length === 0) return [];
  // A crash of a machine can leave U+0000 in a file, which is in no record, and which PostgreSQL keeps in no text.
  const given = lines.map((line) => line.trimEnd().replaceAll("\0", "\uFFFD"));
  return session.query(
    `SELECT line, number FROM unnest($1::text[]) WITH ORDINALITY AS given (line, number)
     WHERE NOT EXISTS (SELECT FROM ledger WHERE ledger.line = given.line) ORDER BY number`,
    [given],
  );
}
