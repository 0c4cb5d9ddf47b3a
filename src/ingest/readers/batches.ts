import type { HandedBack, Offers } from "../../catalog/sharing.ts";
import { MAX_FILE_BYTES } from "../../model/article-file.ts";
import type { FileLook, ReadArticle } from "../read-article.ts";
import { packBatch, unpackOutcomes } from "./leased-batch.ts";

/** Files, of so many bytes but for the first, that are read at a time, and come back as one batch for one transaction. */
const BATCH = { files: 256, bytes: 4_000_000 } as const;
/** Batches that others may have or have handed back at a time. They take about a megabyte each, and half a second. */
const OFFERED = 16;
/** Others are looked for so often. */
const LOOK_MS = 2000;

/** Reading that is shared with the other machines of a catalog. */
export interface SharedReading {
  readonly offers: Offers;
  /** The directories of the archive. */
  readonly roots: readonly string[];
  readonly now: () => Date;
  /** Called with the number of files that another machine has read. */
  readonly onReadByOthers: (files: number) => void;
}

/**
 * The batches of some files: each is read here, or offered to other machines. None is waited for: once there is nothing else
 * to do, what others have not handed back is read here, and what they hand back of it later does not count.
 */
export class Batches {
  readonly #batches: Iterator<readonly FileLook[], undefined>;
  readonly #shared: SharedReading | undefined;
  /** Files that others could not read. */
  readonly #left: (readonly FileLook[])[] = [];
  readonly #offered = new Map<number, readonly FileLook[]>();
  readonly #handedBack: HandedBack[] = [];
  #hasTakers = false;
  #lookedMs = -Infinity;

  constructor(looks: readonly FileLook[], shared?: SharedReading) {
    this.#batches = batchesOf(looks);
    this.#shared = shared;
  }

  /** The next batch to read here; undefined where there is none now. */
  async next(): Promise<readonly FileLook[] | undefined> {
    return this.#left.shift() ?? this.#batches.next().value ?? (await this.#takeBack());
  }

  /** Sees to it that others have something to read, where there are any. */
  async offerMore(): Promise<void> {
    const shared = this.#shared;
    if (shared === undefined || this.#offered.size > OFFERED / 2 || !(await this.#haveTakers(shared))) return;
    const batches: (readonly FileLook[])[] = [];
    while (this.#offered.size + batches.length < OFFERED) {
      const { value: looks } = this.#batches.next();
      if (looks === undefined) break;
      batches.push(looks);
    }
    if (batches.length === 0) return;
    const now = shared.now();
    const numbers = await shared.offers.offer(batches.map((looks) => packBatch({ looks, now }, shared.roots)));
    for (const [index, looks] of batches.entries()) this.#offered.set(numbers[index] ?? -1, looks);
  }

  /** What came of a batch that others have read; undefined where there is none now. */
  async handedBack(): Promise<readonly ReadArticle[] | undefined> {
    if (this.#handedBack.length === 0) await this.#collect();
    const next = this.#handedBack.shift();
    if (next === undefined) return undefined;
    const looks = this.#offered.get(next.number) ?? [];
    this.#offered.delete(next.number);
    const { results, left } = unpackOutcomes(next.outcome, looks);
    if (left.length > 0) this.#left.push(left);
    this.#shared?.onReadByOthers(results.length);
    return results;
  }

  /** Ends what is offered. */
  async end(): Promise<void> {
    // An offer that cannot be ended now is when another one is, or by whoever leads then.
    if (this.#offered.size > 0) await this.#shared?.offers.end().catch(() => undefined);
  }

  async #haveTakers({ offers }: SharedReading): Promise<boolean> {
    const nowMs = performance.now();
    if (nowMs - this.#lookedMs >= LOOK_MS) {
      this.#hasTakers = await offers.haveTakers();
      this.#lookedMs = nowMs;
    }
    return this.#hasTakers;
  }

  async #collect(): Promise<void> {
    if (this.#shared === undefined || this.#offered.size === 0) return;
    const collected = await this.#shared.offers.collect();
    this.#handedBack.push(...collected.filter(({ number }) => this.#offered.has(number)));
  }

  /** A batch that was offered and that nobody has read: rather one that nobody reads, either. */
  async #takeBack(): Promise<readonly FileLook[] | undefined> {
    await this.#collect();
    const isRead = new Set(this.#handedBack.map(({ number }) => number));
    while (this.#shared !== undefined && this.#offered.size > isRead.size) {
      const number =
        (await this.#shared.offers.withdraw()) ?? this.#offered.keys().find((key) => !isRead.has(key)) ?? -1;
      const looks = this.#offered.get(number);
      this.#offered.delete(number);
      if (looks !== undefined) return looks;
    }
    return undefined;
  }
}

/** Of a file that is too large nothing is read. */
export function bytesOf(looks: readonly FileLook[]): number {
  return looks.reduce((bytes, { size }) => bytes + (size > MAX_FILE_BYTES ? 0 : size), 0);
}

export function* batchesOf(looks: readonly FileLook[]): Generator<readonly FileLook[], undefined> {
  let batch: FileLook[] = [];
  let bytes = 0;
  for (const look of looks) {
    const size = bytesOf([look]);
    if (batch.length === BATCH.files || (batch.length > 0 && bytes + size > BATCH.bytes)) {
      yield batch;
      batch = [];
      bytes = 0;
    }
    batch.push(look);
    bytes += size;
  }
  if (batch.length > 0) yield batch;
  return undefined;
}
