import type { DatabaseSync } from "node:sqlite";
import type { FileFlaw, FlawCode } from "../../model/flaw.ts";
import { remedies, type FileProblem, type ProblemCode } from "../../model/problem.ts";
import type { FileCounts, FileReader, HostFingerprint, IngestedFile } from "../catalog.ts";
import { fileFlaws, toIngestedFile, type OutcomeRow, type RivalRow } from "../kept-outcome.ts";
import { rowPages } from "../row-pages.ts";
import type { ContentReader } from "./content.ts";
import { prepareQuery, type Query } from "./statements.ts";

const OUTCOMES_AT_A_TIME = 256;

export class SqliteFileReader implements FileReader {
  readonly #contents: ContentReader;
  readonly #problems: Query<Omit<FileProblem, "remedy">>;
  readonly #problemCounts: Query<{ readonly code: ProblemCode; readonly files: number }>;
  readonly #flaws: Query<{ readonly path: string; readonly flaws: string }>;
  readonly #rivals: Query<RivalRow>;
  readonly #flawCounts: Query<{ readonly code: FlawCode; readonly files: number }>;
  readonly #fileCount: Query<{ readonly files: number }>;
  readonly #hostFingerprints: Query<HostFingerprint>;
  readonly #outcomes: Query<OutcomeRow>;

  constructor(db: DatabaseSync, contents: ContentReader) {
    this.#contents = contents;
    this.#problems = prepareQuery(
      db,
      `SELECT path, problem_code AS code, problem_message AS message FROM file
       WHERE problem_code IS NOT NULL ORDER BY path`,
    );
    this.#problemCounts = prepareQuery(
      db,
      `SELECT problem_code AS code, count(*) AS files FROM file WHERE problem_code IS NOT NULL
       GROUP BY code ORDER BY code`,
    );
    this.#flaws = prepareQuery(db, "SELECT path, flaws FROM file WHERE flaws IS NOT NULL");
    this.#rivals = prepareQuery(
      db,
      `SELECT path, capture.number AS capture, canonical_url AS canonicalUrl, rival
       FROM capture JOIN file USING (article_id, sha256) WHERE rival IS NOT NULL`,
    );
    this.#flawCounts = prepareQuery(
      db,
      `SELECT value ->> '$.code' AS code, count(DISTINCT file.path) AS files FROM file, json_each(flaws)
       WHERE flaws IS NOT NULL GROUP BY code
       UNION ALL
       SELECT 'SWALLOWED_CAPTURE', count(*) AS files FROM capture JOIN file USING (article_id, sha256)
       WHERE rival IS NOT NULL HAVING files > 0
       ORDER BY code`,
    );
    this.#fileCount = prepareQuery(db, "SELECT count(*) AS files FROM file");
    this.#hostFingerprints = prepareQuery(
      db,
      "SELECT DISTINCT host, fingerprint FROM file WHERE host IS NOT NULL ORDER BY host, fingerprint",
    );
    this.#outcomes = prepareQuery(
      db,
      `SELECT file.number, path, signature, fingerprint, file.sha256, host, problem_code, problem_message, flaws,
         file.article_id, outlet_id, captured_at, published_at, text_hash, capture.number AS capture
       FROM file LEFT JOIN capture ON capture.article_id = file.article_id AND capture.sha256 = file.sha256
       WHERE file.number > ? ORDER BY file.number LIMIT ${OUTCOMES_AT_A_TIME}`,
    );
  }

  async problems(): Promise<readonly FileProblem[]> {
    return this.#problems.all().map((row) => ({ ...row, remedy: remedies[row.code] }));
  }

  async flaws(): Promise<readonly FileFlaw[]> {
    return fileFlaws(this.#flaws.all(), this.#rivals.all(), (capture) => this.#contents.find(capture));
  }

  async counts(): Promise<FileCounts> {
    const problems = new Map(this.#problemCounts.all().map(({ code, files }) => [code, files]));
    const flaws = new Map(this.#flawCounts.all().map(({ code, files }) => [code, files]));
    return { files: this.#fileCount.get()?.files ?? 0, problems, flaws };
  }

  async *outcomes(): AsyncGenerator<readonly IngestedFile[], undefined> {
    const pages = rowPages<OutcomeRow>(OUTCOMES_AT_A_TIME, (last) => this.#outcomes.all(last?.number ?? -1));
    for await (const rows of pages) {
      yield rows.map((row) => toIngestedFile(row, this.#contents.find(row.capture ?? -1)));
    }
    return undefined;
  }

  async hostFingerprints(): Promise<readonly HostFingerprint[]> {
    return this.#hostFingerprints.all().map(({ host, fingerprint }) => ({ host, fingerprint }));
  }
}
