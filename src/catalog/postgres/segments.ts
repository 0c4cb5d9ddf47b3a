import { LRUCache } from "lru-cache";
import type { TimelessQuery } from "../../search/candidates.ts";
import {
  candidatesOn,
  pagesOfQuery,
  readDirectory,
  type SegmentCandidates,
  type SegmentDirectory,
  type SegmentRange,
} from "../selecting/segment-lookup.ts";
import type { Session } from "./database.ts";

const MAX_DIRECTORIES = 64;
const MAX_PAGE_BYTES = 16 * 1024 * 1024;

export interface DirectoryRow {
  readonly number: number;
  readonly captures: Uint8Array;
  readonly starts: string;
}

/** Reads the segments of the search index. They never change, so that what was read once is kept; merging replaces some. */
export class SegmentReader {
  readonly #session: Session;
  readonly #directories = new LRUCache<number, SegmentDirectory>({ max: MAX_DIRECTORIES });
  readonly #pages = new LRUCache<string, Uint8Array>({
    maxSize: MAX_PAGE_BYTES,
    sizeCalculation: (page) => page.length + 1,
  });

  constructor(session: Session) {
    this.#session = session;
  }

  /** In the order of their captures. */
  list(): Promise<readonly SegmentRange[]> {
    return listSegments(this.#session);
  }

  /** Undefined where the segment was merged since it was listed. */
  async candidates({ number }: SegmentRange, query: TimelessQuery): Promise<SegmentCandidates | undefined> {
    const directory = await this.#directory(number);
    if (directory === undefined) return undefined;
    const contents = await this.#pagesOf(number, pagesOfQuery(directory, query));
    return contents && candidatesOn(directory, query, contents);
  }

  async #directory(number: number): Promise<SegmentDirectory | undefined> {
    const known = this.#directories.get(number);
    if (known !== undefined) return known;
    const [row] = await this.#session.query<DirectoryRow>(
      "SELECT number, captures, starts FROM segment WHERE number = $1",
      [number],
    );
    if (row === undefined) return undefined;
    const directory = readDirectory(row.captures, row.starts);
    this.#directories.set(number, directory);
    return directory;
  }

  async #pagesOf(segment: number, indexes: readonly number[]): Promise<ReadonlyMap<number, Uint8Array> | undefined> {
    const contents = new Map<number, Uint8Array>();
    const unknown = indexes.filter((index) => {
      const known = this.#pages.get(`${segment}/${index}`);
      if (known !== undefined) contents.set(index, known);
      return known === undefined;
    });
    if (unknown.length === 0) return contents;
    const rows = await this.#session.query<{ readonly page: number; readonly content: Uint8Array }>(
      "SELECT page, content FROM segment_page WHERE segment = $1 AND page = ANY($2)",
      [segment, unknown],
    );
    for (const { page, content } of rows) {
      contents.set(page, content);
      this.#pages.set(`${segment}/${page}`, content);
    }
    return rows.length < unknown.length ? undefined : contents;
  }
}

export function listSegments(session: Session): Promise<readonly SegmentRange[]> {
  return session.query<SegmentRange>(
    "SELECT number, first_capture AS first, last_capture AS last, articles FROM segment ORDER BY first_capture",
  );
}
