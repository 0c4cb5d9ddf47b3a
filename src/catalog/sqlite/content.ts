import type { DatabaseSync, StatementSync } from "node:sqlite";
import { constants, zstdCompressSync, zstdDecompressSync } from "node:zlib";
import { canonicalJson } from "../../lib/canonical-json.ts";
import type { Capture } from "../../model/article.ts";
import { prepareQuery, type Query } from "./statements.ts";

/** Everything that a capture shows besides its body. */
export type Metadata = Omit<Capture, "id" | "outletId" | "bodyHtml" | "capturedAt" | "publishedAt" | "textHash">;

/** The content of a capture: everything that does not stand in a column of its own. */
export type Content = Metadata & Pick<Capture, "bodyHtml">;

interface PackedRow {
  readonly packed: Uint8Array;
  readonly dictionary: number;
}

/*
 * A content is packed as one piece of zstd (RFC 8878): its metadata as JSON, a line feed, the body. A dictionary holds what
 * bodies have in common. It is made of early bodies, once there are some, and never changed; another could follow.
 */

/** Reads contents. */
export class ContentReader {
  readonly #find: Query<PackedRow>;
  readonly #findPlain: Query<{ readonly metadata: string; readonly body_html: string }>;
  readonly #findDictionary: Query<{ readonly bytes: Uint8Array }>;
  readonly #dictionaries = new Map<number, Uint8Array>();

  constructor(db: DatabaseSync) {
    this.#find = prepareQuery(db, "SELECT packed, dictionary FROM content WHERE capture = ?");
    // As a catalog of before kept it, until `maintain` packs it.
    this.#findPlain = prepareQuery(db, "SELECT metadata, body_html FROM capture_content WHERE capture = ?");
    this.#findDictionary = prepareQuery(db, "SELECT bytes FROM dictionary WHERE number = ?");
  }

  /** @param capture The capture's number. */
  find(capture: number): Content | undefined {
    const row = this.#find.get(capture);
    if (row !== undefined) return this.#unpack(row);
    const plain = this.#findPlain.get(capture);
    if (plain === undefined) return undefined;
    const metadata: Metadata = JSON.parse(plain.metadata);
    return { ...metadata, bodyHtml: plain.body_html };
  }

  dictionary(number: number): Uint8Array | undefined {
    const known = this.#dictionaries.get(number) ?? this.#findDictionary.get(number)?.bytes;
    if (known !== undefined) this.#dictionaries.set(number, known);
    return known;
  }

  #unpack({ packed, dictionary: number }: PackedRow): Content {
    const dictionary = number === 0 ? undefined : this.dictionary(number);
    const text = zstdDecompressSync(packed, dictionary && { dictionary }).toString("utf8");
    const end = text.indexOf("\n");
    const metadata: Metadata = JSON.parse(text.slice(0, end));
    return { ...metadata, bodyHtml: text.slice(end + 1) };
  }
}

const DICTIONARY = 1;
const DICTIONARY_BYTES = 32 * 1024;
/** Bodies that a dictionary is made of. */
const SAMPLES = 48;
/** Bodies of usual length take a tenth of a millisecond at this level, and 28 % less room than without a dictionary. */
const LEVEL = 6;
/** A longer content is packed at a lower level. */
const LONG_BYTES = 128 * 1024;
const LEVEL_OF_LONG = 3;

/** Writes contents, inside the caller's transactions. */
export class ContentWriter {
  readonly #reader: ContentReader;
  readonly #put: StatementSync;
  readonly #putDictionary: StatementSync;
  readonly #removePlain: StatementSync;
  readonly #latest: Query<{ readonly capture: number }>;

  constructor(db: DatabaseSync, reader: ContentReader) {
    this.#reader = reader;
    this.#put = db.prepare("INSERT OR REPLACE INTO content (capture, packed, dictionary) VALUES (?, ?, ?)");
    this.#putDictionary = db.prepare("INSERT INTO dictionary (number, bytes) VALUES (?, ?)");
    this.#removePlain = db.prepare("DELETE FROM capture_content WHERE capture = ?");
    this.#latest = prepareQuery(db, `SELECT capture FROM content ORDER BY capture DESC LIMIT ${SAMPLES}`);
  }

  put(capture: number, content: Capture | Content): void {
    const bytes = Buffer.from(`${metadataOf(content)}\n${content.bodyHtml}`);
    const dictionary = this.#reader.dictionary(DICTIONARY);
    const level = bytes.length > LONG_BYTES ? LEVEL_OF_LONG : LEVEL;
    const params = { [constants.ZSTD_c_compressionLevel]: level };
    const packed = zstdCompressSync(bytes, { params, ...(dictionary && { dictionary }) });
    this.#put.run(capture, packed, dictionary === undefined ? 0 : DICTIONARY);
    this.#removePlain.run(capture);
  }

  /** Makes the dictionary once there are bodies enough: from then on contents take less room. */
  makeDictionary(): void {
    if (this.#reader.dictionary(DICTIONARY) !== undefined) return;
    const rows = this.#latest.all();
    if (rows.length < SAMPLES) return;
    const bodies = rows.map(({ capture }) => Buffer.from(this.#reader.find(capture)?.bodyHtml ?? ""));
    const share = Math.ceil(DICTIONARY_BYTES / SAMPLES);
    const pieces = bodies.map((body) => body.subarray(0, Math.max(share, body.length >> 2)));
    this.#putDictionary.run(DICTIONARY, Buffer.concat(pieces).subarray(0, DICTIONARY_BYTES));
  }
}

function metadataOf(content: Capture | Content): string {
  const metadata: Partial<Capture> = { ...content };
  for (const column of ["id", "outletId", "bodyHtml", "capturedAt", "publishedAt", "textHash"] as const) {
    delete metadata[column];
  }
  return canonicalJson(metadata);
}
