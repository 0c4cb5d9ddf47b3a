import { captureKey } from "../../src/catalog/capture-rows.ts";
import { ContentReader } from "../../src/catalog/sqlite/content.ts";
import { openDatabase } from "../../src/catalog/sqlite/database.ts";
import { Linking } from "../../src/catalog/sqlite/linking.ts";
import { prepareQuery } from "../../src/catalog/sqlite/statements.ts";
import { signatureOf } from "../../src/stories/signature.ts";

// Links articles of some catalogs anew, as if each had just come, and leaves the catalogs as they were.
// Arguments: rounds, the data directories. Prints milliseconds of processor time an article, by catalog and round.
const [rounds = "15", ...directories] = process.argv.slice(2);
/** The newest ones, which have 72 hours before them and little after, as what comes in has. */
const NEWEST = 20;

interface NewestRow {
  readonly id: string;
  readonly capture: number;
  readonly sha256: string;
}

/** Returns what links the newest articles of a catalog, each in a transaction of its own. */
function open(data: string): () => void {
  const { db } = openDatabase(data);
  const contents = new ContentReader(db);
  const linking = new Linking(db, contents);
  const newest = prepareQuery<NewestRow>(
    db,
    `SELECT article.id, article.capture, capture.sha256 FROM article JOIN capture ON capture.number = article.capture
     ORDER BY article.published_at DESC LIMIT ?`,
  ).all(NEWEST);
  // Those who read articles make their signatures.
  const signatures = new Map(
    newest.map(({ id, capture, sha256 }) => {
      const content = contents.find(capture);
      if (content === undefined) throw new Error(`${data} has no text of ${id}`);
      return [captureKey(id, sha256), signatureOf(content)];
    }),
  );
  return () => {
    for (const { id } of newest) {
      db.exec("BEGIN");
      linking.update([id], signatures);
      db.exec("ROLLBACK");
    }
  };
}

function timed(linkNewest: () => void): number {
  const before = process.cpuUsage();
  linkNewest();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000 / NEWEST;
}

const catalogs = directories.map(open);
for (const catalog of catalogs) for (let warm = 0; warm < 3; warm++) timed(catalog);
const times = catalogs.map((): number[] => []);
for (let round = 0; round < Number(rounds); round++) {
  for (const [index, catalog] of catalogs.entries()) times[index]?.push(timed(catalog));
}
console.log(JSON.stringify(times));
