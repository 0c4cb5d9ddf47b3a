import {
  DICTIONARY,
  DICTIONARY_SAMPLES,
  dictionaryOf,
  packContent,
  unpackContent,
  type Content,
} from "../packed-content.ts";
import type { Capture } from "../../model/article.ts";
import type { Session } from "./database.ts";

export interface PackedRow {
  readonly packed: Uint8Array;
  readonly dictionary: number;
}

/** Contents as they are kept, and the number of their dictionary; 0 is none. */
interface PackedContents {
  readonly packed: readonly Uint8Array[];
  readonly dictionary: number;
}

/** Reads contents, and packs them. */
export class Contents {
  readonly #dictionaries = new Map<number, Uint8Array>();

  /** @returns By the numbers of their captures. */
  async find(session: Session, captures: readonly number[]): Promise<ReadonlyMap<number, Content>> {
    if (captures.length === 0) return new Map();
    const rows = await session.query<PackedRow & { readonly capture: number }>(
      "SELECT capture, packed, dictionary FROM content WHERE capture = ANY($1)",
      [captures],
    );
    const contents = await this.unpack(session, rows);
    return new Map(rows.map(({ capture }, index) => [capture, contents[index]] as const).filter(isFound));
  }

  async unpack(session: Session, rows: readonly PackedRow[]): Promise<readonly Content[]> {
    if (rows.some(({ dictionary }) => dictionary !== 0)) await this.#dictionary(session);
    return rows.map(({ packed, dictionary }) => unpackContent(packed, this.#dictionaries.get(dictionary)));
  }

  async pack(session: Session, captures: readonly Capture[]): Promise<PackedContents> {
    const dictionary = await this.#dictionary(session);
    return {
      packed: captures.map((capture) => packContent(capture, dictionary)),
      dictionary: dictionary === undefined ? 0 : DICTIONARY,
    };
  }

  /** Makes the dictionary once there are bodies enough: from then on contents take less room. */
  async makeDictionary(session: Session): Promise<void> {
    if ((await this.#dictionary(session)) !== undefined) return;
    const rows = await session.query<{ readonly capture: number }>(
      "SELECT capture FROM content ORDER BY capture DESC LIMIT $1",
      [DICTIONARY_SAMPLES],
    );
    const contents = await this.find(
      session,
      rows.map(({ capture }) => capture),
    );
    const dictionary = dictionaryOf([...contents.values()]);
    if (dictionary !== undefined)
      await session.query("INSERT INTO dictionary VALUES ($1, $2)", [DICTIONARY, dictionary]);
  }

  async #dictionary(session: Session): Promise<Uint8Array | undefined> {
    const known = this.#dictionaries.get(DICTIONARY);
    if (known !== undefined) return known;
    const [row] = await session.query<{ readonly bytes: Uint8Array }>(
      "SELECT bytes FROM dictionary WHERE number = $1",
      [DICTIONARY],
    );
    if (row !== undefined) this.#dictionaries.set(DICTIONARY, row.bytes);
    return row?.bytes;
  }
}

function isFound(pair: readonly [number, Content | undefined]): pair is readonly [number, Content] {
  return pair[1] !== undefined;
}
