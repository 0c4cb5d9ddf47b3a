import type { DatabaseSync, StatementSync } from "node:sqlite";
import type { Capture } from "../../model/article.ts";
import {
  DICTIONARY,
  DICTIONARY_SAMPLES,
  dictionaryOf,
  packContent,
  unpackContent,
  type Content,
  type Metadata,
} from "../packed-content.ts";
import { prepareQuery, type Query } from "./statements.ts";

interface PackedRow {
  readonly packed: Uint8Array;
  readonly dictionary: number;
}

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
    return unpackContent(packed, dictionary);
  }
}

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
    this.#latest = prepareQuery(db, `SELECT capture FROM content ORDER BY capture DESC LIMIT ${DICTIONARY_SAMPLES}`);
  }

  put(capture: number, content: Capture | Content): void {
    const dictionary = this.#reader.dictionary(DICTIONARY);
    const packed = packContent(content, dictionary);
    this.#put.run(capture, packed, dictionary === undefined ? 0 : DICTIONARY);
    this.#removePlain.run(capture);
  }

  /** Makes the dictionary once there are bodies enough: from then on contents take less room. */
  makeDictionary(): void {
    if (this.#reader.dictionary(DICTIONARY) !== undefined) return;
    const contents = this.#latest.all().map(({ capture }) => this.#reader.find(capture));
    const dictionary = dictionaryOf(contents.filter((content) => content !== undefined));
    if (dictionary !== undefined) this.#putDictionary.run(DICTIONARY, dictionary);
  }
}
