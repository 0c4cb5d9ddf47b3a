import { LRUCache } from "lru-cache";
import type { CatalogLocation } from "../../catalog/open-catalog.ts";
import { prepareDocument, preparedBytes, type PreparedDocument } from "../../http/documents/prepared-document.ts";
import type { AllAnswerCounts } from "../../http/answer-counts.ts";
import type { DocumentAddress } from "../../model/addresses.ts";
import type { DeltaAddress } from "../../model/feed-version.ts";
import type { Made } from "../../model/document.ts";
import type { Making } from "../../observe/reports.ts";
import { MakerThread } from "./thread-handle.ts";

const KEPT_BYTES = 16 * 1024 * 1024;
/** Nobody has to wait long for a delta: the feed itself is at hand. */
const MAX_WAITING_FOR_DELTA = 8;
/** Where no report is asked for, only the latest makings are remembered. */
const MAX_MAKINGS = 1000;

/** Who asks: the client's name, and a signal that is aborted once it waits no more. */
export interface Asker {
  readonly client: string;
  readonly signal: AbortSignal;
}

/** A making that several may wait for. */
interface Pending {
  readonly made: Promise<Made<PreparedDocument>>;
  readonly givenUp: AbortController;
  waiting: number;
}

/** Makes documents on demand, off the serving thread, and keeps them until something changes. */
export class Maker {
  readonly #counts: AllAnswerCounts;
  readonly #thread: MakerThread;
  readonly #kept = new LRUCache<string, PreparedDocument>({ maxSize: KEPT_BYTES, sizeCalculation: preparedBytes });
  readonly #pending = new Map<string, Pending>();
  #makings: Making[] = [];

  constructor(catalog: CatalogLocation, counts: AllAnswerCounts) {
    this.#thread = new MakerThread(catalog);
    this.#counts = counts;
  }

  /** A document that was made before, while it is not out of date. */
  kept(address: DocumentAddress): PreparedDocument | undefined {
    return this.#kept.get(JSON.stringify(address));
  }

  /**
   * Makes a document, or waits for one that is being made. A making that nobody waits for any more is given up. Rejects
   * where making fails.
   */
  make(address: DocumentAddress | DeltaAddress, { client, signal }: Asker): Promise<Made<PreparedDocument>> {
    const key = JSON.stringify(address);
    const document = this.#kept.get(key);
    if (document !== undefined) return Promise.resolve({ kind: "document", document });
    if (address.kind === "delta" && this.#thread.othersWaiting >= MAX_WAITING_FOR_DELTA) {
      return Promise.resolve({ kind: "busy" });
    }
    const pending = this.#pending.get(key) ?? this.#begin(key, address, client);
    pending.waiting += 1;
    signal.addEventListener("abort", () => this.#leave(key, pending), { once: true });
    return pending.made;
  }

  #begin(key: string, address: DocumentAddress | DeltaAddress, client: string): Pending {
    const givenUp = new AbortController();
    const pending = { made: this.#prepared(address, client, givenUp.signal), givenUp, waiting: 0 };
    this.#pending.set(key, pending);
    void this.#keep(key, pending);
    return pending;
  }

  #leave(key: string, pending: Pending): void {
    pending.waiting -= 1;
    if (pending.waiting > 0) return;
    if (this.#pending.get(key) === pending) this.#pending.delete(key);
    pending.givenUp.abort();
  }

  async #prepared(
    address: DocumentAddress | DeltaAddress,
    client: string,
    givenUp: AbortSignal,
  ): Promise<Made<PreparedDocument>> {
    const startedMs = performance.now();
    try {
      const made = await this.#thread.make(address, client, givenUp);
      this.#note(made.kind, startedMs);
      if (made.kind !== "document") return made;
      return { kind: "document", document: prepareDocument(made.document, this.#counts.of(made.document.path)) };
    } catch (error) {
      this.#note("failure", startedMs);
      throw error;
    }
  }

  /** Keeps a document, unless something changed while it was made. */
  async #keep(key: string, pending: Pending): Promise<void> {
    const made = await pending.made.catch(() => undefined);
    if (this.#pending.get(key) !== pending) return;
    this.#pending.delete(key);
    if (made?.kind === "document" && made.document.status < 400) this.#kept.set(key, made.document);
  }

  #note(result: string, startedMs: number): void {
    if (this.#makings.length >= MAX_MAKINGS) this.#makings.shift();
    this.#makings.push({ result, seconds: (performance.now() - startedMs) / 1000 });
  }

  /** Takes all that was made before for out of date. `isReopened`: the catalog is another one. */
  renew(isReopened: boolean): void {
    this.#kept.clear();
    this.#pending.clear();
    if (isReopened) this.#thread.reopen();
    else this.#thread.renew();
  }

  /** The makings since the last report. */
  drain(): readonly Making[] {
    const drained = this.#makings;
    this.#makings = [];
    return drained;
  }

  /** Answers busy what has not begun. */
  refuseWaiting(): void {
    this.#thread.refuseWaiting();
  }

  close(): void {
    this.#thread.stop();
  }
}
