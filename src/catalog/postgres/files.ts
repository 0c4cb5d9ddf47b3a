import { rangeBelow } from "../../lib/fs/paths.ts";
import type { FileFlaw, FlawCode } from "../../model/flaw.ts";
import { remedies, type FileProblem, type ProblemCode } from "../../model/problem.ts";
import type { FileCounts, FileReader, Files, HostFingerprint, IngestedFile, KnownFile } from "../catalog.ts";
import { fileFlaws, toIngestedFile, type OutcomeRow, type RivalRow } from "../kept-outcome.ts";
import { rowPages } from "../row-pages.ts";
import type { Contents } from "./content.ts";
import type { Session } from "./database.ts";

interface KnownRow {
  readonly number: number;
  readonly path: string;
  readonly signature: string;
  readonly fingerprint: string;
  readonly sha256: string;
  readonly host: string | null;
  readonly published: boolean;
}

const known =
  "SELECT number, path, signature, fingerprint, sha256, host, article_id IS NOT NULL AS published FROM file";
const FILES_AT_A_TIME = 1000;
const OUTCOMES_AT_A_TIME = 256;

export class PostgresFileReader implements FileReader {
  protected readonly session: Session;
  readonly #contents: Contents;

  constructor(session: Session, contents: Contents) {
    this.session = session;
    this.#contents = contents;
  }

  async problems(): Promise<readonly FileProblem[]> {
    const rows = await this.session.query<Omit<FileProblem, "remedy">>(
      `SELECT path, problem_code AS code, problem_message AS message FROM file
       WHERE problem_code IS NOT NULL ORDER BY path`,
    );
    return rows.map((row) => ({ ...row, remedy: remedies[row.code] }));
  }

  async flaws(): Promise<readonly FileFlaw[]> {
    const rows = await this.session.query<{ readonly path: string; readonly flaws: string }>(
      "SELECT path, flaws FROM file WHERE flaws IS NOT NULL",
    );
    const rivals = await this.session.query<RivalRow>(
      `SELECT path, capture.number AS capture, canonical_url AS "canonicalUrl", rival
       FROM capture JOIN file USING (article_id, sha256) WHERE rival IS NOT NULL`,
    );
    const contents = await this.#contents.find(
      this.session,
      rivals.map(({ capture }) => capture),
    );
    return fileFlaws(rows, rivals, (capture) => contents.get(capture));
  }

  async counts(): Promise<FileCounts> {
    const problems = await this.session.query<{ readonly code: ProblemCode; readonly files: number }>(
      `SELECT problem_code AS code, count(*) AS files FROM file WHERE problem_code IS NOT NULL GROUP BY code ORDER BY code`,
    );
    const flaws = await this.session.query<{ readonly code: FlawCode; readonly files: number }>(
      `SELECT flaw ->> 'code' COLLATE "C" AS code, count(DISTINCT path) AS files
       FROM file, json_array_elements(flaws::json) AS flaw WHERE flaws IS NOT NULL GROUP BY code
       UNION ALL
       SELECT 'SWALLOWED_CAPTURE', count(*) FROM capture JOIN file USING (article_id, sha256)
       WHERE rival IS NOT NULL HAVING count(*) > 0
       ORDER BY code`,
    );
    const [row] = await this.session.query<{ readonly files: number }>("SELECT count(*) AS files FROM file");
    return {
      files: row?.files ?? 0,
      problems: new Map(problems.map(({ code, files }) => [code, files])),
      flaws: new Map(flaws.map(({ code, files }) => [code, files])),
    };
  }

  async *outcomes(): AsyncGenerator<readonly IngestedFile[], undefined> {
    const pages = rowPages<OutcomeRow>(OUTCOMES_AT_A_TIME, (last) => {
      return this.session.query(
        `SELECT file.number, path, signature, fingerprint, file.sha256, host, problem_code, problem_message, flaws,
           file.article_id, outlet_id, captured_at, published_at, text_hash, capture.number AS capture
         FROM file LEFT JOIN capture USING (article_id, sha256)
         WHERE file.number > $1 ORDER BY file.number LIMIT $2`,
        [last?.number ?? -1, OUTCOMES_AT_A_TIME],
      );
    });
    for await (const rows of pages) {
      const contents = await this.#contents.find(
        this.session,
        rows.flatMap(({ capture }) => capture ?? []),
      );
      yield rows.map((row) => toIngestedFile(row, contents.get(row.capture ?? -1)));
    }
    return undefined;
  }

  hostFingerprints(): Promise<readonly HostFingerprint[]> {
    return this.session.query(
      "SELECT DISTINCT host, fingerprint FROM file WHERE host IS NOT NULL ORDER BY host, fingerprint",
    );
  }
}

export class PostgresFiles extends PostgresFileReader implements Files {
  readonly apply: Files["apply"];

  constructor(session: Session, contents: Contents, apply: Files["apply"]) {
    super(session, contents);
    this.apply = apply;
  }

  async *known(directory?: string): AsyncGenerator<readonly KnownFile[], undefined> {
    // What is a directory now may have been a file.
    const [from, before] = directory === undefined ? [] : rangeBelow(directory);
    const inside = directory === undefined ? "" : "AND (path = $3 OR path > $4 AND path < $5)";
    const pages = rowPages<KnownRow>(FILES_AT_A_TIME, (last) => {
      return this.session.query(`${known} WHERE number > $1 ${inside} ORDER BY number LIMIT $2`, [
        last?.number ?? -1,
        FILES_AT_A_TIME,
        ...(directory === undefined ? [] : [directory, from, before]),
      ]);
    });
    for await (const rows of pages) yield rows.map(toKnownFile);
    return undefined;
  }

  async find(paths: readonly string[]): Promise<ReadonlyMap<string, KnownFile>> {
    const rows = await this.session.query<KnownRow>(`${known} WHERE path = ANY($1)`, [paths]);
    return new Map(rows.map((row) => [row.path, toKnownFile(row)]));
  }
}

function toKnownFile({ path, signature, fingerprint, sha256, host, published }: KnownRow): KnownFile {
  return { path, signature, fingerprint, sha256, published, ...(host !== null && { host }) };
}
