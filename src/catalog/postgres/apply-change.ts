import type { AppliedChange, CatalogChange } from "../catalog.ts";
import { signaturesIn, type MadeSignatures } from "../report-rows.ts";
import type { Contents } from "./content.ts";
import type { Session } from "./database.ts";
import { AddedCaptures, type SegmentMerger } from "./index-writer.ts";
import type { Leader } from "./leader.ts";
import { addLines, remember, rule, ruleAlike } from "./ledger.ts";
import { dropCaptures, putCaptures, putFiles } from "./put-files.ts";
import { ReportWriter } from "./reports.ts";
import { writeArticles } from "./write-articles.ts";

interface Parts {
  readonly contents: Contents;
  readonly merger: SegmentMerger;
}

interface Outcome {
  readonly applied: AppliedChange;
  /** Captures that are there no more. */
  readonly removed: readonly number[];
}

/** The catalog's `apply`. One call at a time. A batch of files takes some 35 statements, however many files it has. */
export class Applier {
  readonly #leader: Leader;
  readonly #parts: Parts;

  constructor(leader: Leader, parts: Parts) {
    this.#leader = leader;
    this.#parts = parts;
  }

  async apply(change: CatalogChange): Promise<AppliedChange> {
    const outcome = await this.#leader.transaction((session) => this.#applyAll(session, change));
    // A ruling adds nothing to the index, and whoever made it does not wait.
    if (change.ingested.length > 0 || change.removed.length > 0) await this.#parts.merger.tidy(outcome.removed);
    return outcome.applied;
  }

  /** Adds lines of another ledger, and derives the articles anew that they concern. `warnings` are sentences. */
  async addLedger(
    lines: readonly string[],
  ): Promise<{ readonly change: AppliedChange; readonly warnings: readonly string[] }> {
    return this.#leader.transaction(async (session) => {
      const { articleIds, warnings } = await addLines(session, lines);
      const counts = await this.#writeArticles(session, articleIds, []);
      return { change: { ...counts, problems: 0 }, warnings };
    });
  }

  async #applyAll(session: Session, change: CatalogChange): Promise<Outcome> {
    const { ingested, rulings = [] } = change;
    const articleIds = new Set(await rule(session, rulings));
    const given = await putFiles(session, change);
    const index = new AddedCaptures();
    const put = await putCaptures(session, ingested, { contents: this.#parts.contents, index });
    for (const { articleId } of given) articleIds.add(articleId);
    // A takedown goes with the bytes it was ruled on.
    await ruleAlike(
      session,
      given.flatMap(({ articleId, becameId }) =>
        becameId === undefined ? [] : [{ id: becameId, otherId: articleId }],
      ),
    );
    for (const { outcome } of ingested) if (outcome.ok) articleIds.add(outcome.value.id);
    // Only now is it known whether the bytes of a file that is gone came back under another name.
    const dropped = await dropCaptures(session, given);
    await remember(session, dropped.lost);
    const counts = await this.#writeArticles(session, articleIds, put.added, signaturesIn(ingested));
    await index.write(session);
    await this.#parts.contents.makeDictionary(session);
    const problems = ingested.filter(({ outcome }) => !outcome.ok).length;
    return { applied: { ...counts, problems }, removed: [...put.removed, ...dropped.numbers] };
  }

  /** @param added Captures that no article shows yet. */
  async #writeArticles(
    session: Session,
    articleIds: ReadonlySet<string>,
    added: readonly number[],
    signatures?: MadeSignatures,
  ): Promise<Omit<AppliedChange, "problems">> {
    if (articleIds.size === 0) return { added: 0, revised: 0, removed: 0, unchanged: 0, outletIds: new Set() };
    const { contents } = this.#parts;
    const { unshown, changedIds, outletIds, ...counts } = await writeArticles(session, articleIds, contents);
    await hide(session, [...added, ...unshown], articleIds);
    const reports = new ReportWriter(session, contents);
    const restoried = changedIds.length === 0 ? [] : await reports.update(changedIds, signatures);
    return { ...counts, outletIds: new Set([...outletIds, ...restoried]) };
  }
}

/** Captures that stand in a segment and that no article shows are hidden; those that these articles show are not. */
async function hide(session: Session, captures: readonly number[], articleIds: ReadonlySet<string>): Promise<void> {
  await session.query(
    `WITH shown AS (
       DELETE FROM hidden_capture USING article WHERE hidden_capture.capture = article.capture AND article.id = ANY($2)
     )
     INSERT INTO hidden_capture SELECT given.number FROM unnest($1::bigint[]) AS given (number)
     WHERE NOT EXISTS (SELECT FROM article WHERE article.capture = given.number) ON CONFLICT DO NOTHING`,
    [captures, [...articleIds]],
  );
}
