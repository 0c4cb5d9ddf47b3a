import type { AppliedChange, CatalogChange } from "../catalog.ts";
import { signaturesIn, type MadeSignatures } from "../report-rows.ts";
import type { Session } from "./database.ts";
import { AddedCaptures, type SegmentMerger } from "./index-writer.ts";
import type { Leader, LeaderSession } from "./leader.ts";
import { addLines, remember, rule, ruleAlike } from "./ledger.ts";
import { dropCaptures, findKnown, putCaptures, putFiles } from "./put-files.ts";
import { ReportWriter, type ReportParts } from "./reports.ts";
import { writeArticles, type WrittenArticles } from "./write-articles.ts";

interface Parts extends ReportParts {
  readonly merger: SegmentMerger;
}

interface Outcome {
  readonly applied: AppliedChange;
  /** Captures that are there no more. */
  readonly removed: readonly number[];
}

/** The catalog's `apply`. One call at a time. A batch of files takes 18 statements, however many files it has. */
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

  async #applyAll(session: LeaderSession, change: CatalogChange): Promise<Outcome> {
    const { ingested, rulings = [] } = change;
    const articleIds = new Set(await rule(session, rulings));
    const known = await findKnown(session, change);
    const given = await putFiles(session, change, known.files);
    const index = new AddedCaptures();
    const { contents } = this.#parts;
    const put = await putCaptures(session, ingested, { known: known.captures, contents, index });
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
    await contents.makeDictionary(session);
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
    const { shown, unshown, changed, outletIds, ...counts } = await writeArticles(
      session,
      articleIds,
      this.#parts.contents,
    );
    await hide(session, { added, shown, unshown });
    const reports = new ReportWriter(session, this.#parts);
    const restoried = changed.size === 0 ? [] : await reports.update(changed, signatures);
    return { ...counts, outletIds: new Set([...outletIds, ...restoried]) };
  }
}

/** Captures that stand in a segment and that no article shows are hidden. */
async function hide(
  session: Session,
  { added, shown, unshown }: Pick<WrittenArticles, "shown" | "unshown"> & { readonly added: readonly number[] },
): Promise<void> {
  const [came, seen] = [new Set(added), new Set(shown)];
  const hidden = [...came.difference(seen), ...unshown];
  const unhidden = [...seen.difference(came)];
  if (hidden.length === 0 && unhidden.length === 0) return;
  await session.query(
    `WITH unhidden AS (DELETE FROM hidden_capture WHERE capture = ANY($2))
     INSERT INTO hidden_capture SELECT unnest($1::bigint[]) ON CONFLICT DO NOTHING`,
    [hidden, unhidden],
  );
}
