import type { Corrections } from "../../model/story.ts";
import { noCorrections } from "../../stories/corrections.ts";
import type { Maintained } from "../catalog.ts";
import { ReportWriter, type ReportParts } from "./reports.ts";
import { searchedTexts } from "../../search/searched-texts.ts";
import type { Contents } from "./content.ts";
import { AddedCaptures, type SegmentMerger } from "./index-writer.ts";
import type { Leader, LeaderSession } from "./leader.ts";

/** Captures that one piece of work takes: about a tenth of a second's. */
const CAPTURES_AT_A_TIME = 256;

interface Parts extends ReportParts {
  readonly merger: SegmentMerger;
}

/** Indexes captures again that were indexed with other terms, and links reports. See `State.maintain`. */
export async function maintain(
  leader: Leader,
  { merger, ...parts }: Parts,
  corrections: Corrections = noCorrections,
): Promise<Maintained> {
  const linked = await leader.transaction(async (session) => {
    await indexSome(session, parts.contents);
    return new ReportWriter(session, parts).continue(corrections);
  });
  await merger.tidy([]);
  const [left] = await leader.database.query<{ readonly captures: number }>(
    "SELECT count(*) AS captures FROM unindexed_capture",
  );
  return { ...linked, left: linked.left + (left?.captures ?? 0) };
}

async function indexSome(session: LeaderSession, contents: Contents): Promise<void> {
  const rows = await session.query<{ readonly capture: number; readonly outlet_id: string }>(
    `SELECT capture, outlet_id FROM unindexed_capture JOIN capture ON number = capture ORDER BY capture LIMIT $1`,
    [CAPTURES_AT_A_TIME],
  );
  if (rows.length === 0) return;
  const found = await contents.find(
    session,
    rows.map(({ capture }) => capture),
  );
  const index = new AddedCaptures();
  for (const { capture, outlet_id: outletId } of rows) {
    const content = found.get(capture);
    if (content !== undefined) index.add(capture, { ...searchedTexts(content), outletId, language: content.language });
  }
  await index.write(session);
  await session.query("DELETE FROM unindexed_capture WHERE capture <= $1", [rows.at(-1)?.capture]);
}
