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
const MAX_WAITING = 200;
/** Nobody has to wait long for a delta: the feed itself is at hand. */
const MAX_WAITING_FOR_DELTA = 8;
/** Where no report is asked for, only the latest makings are remembered. */
const MAX_MAKINGS = 1000;

/** Makes documents on demand, off the serving thread, and keeps them until something changes. */
export class Maker {
  readonly #counts: AllAnswerCounts;
  readonly #thread: MakerThread;
  readonly #kept = new LRUCache<string, PreparedDocument>({ maxSize: KEPT_BYTES, sizeCalculation: preparedBytes });
  readonly #pending = new Map<string, Promise<Made<PreparedDocument>>>();
  #makings: Making[] = [];

  constructor(catalog: CatalogLocation, counts: AllAnswerCounts) {
    this.#thread = new MakerThread(catalog);
    this.#counts = counts;
  }

  /** A document that was made before, while it is not out of date. */
  kept(address: DocumentAddress): PreparedDocument | undefined {
    return this.#kept.get(JSON.stringify(address));
  }

  /** Makes a document, or waits for one that is being made. Rejects where making fails. */
  make(address: DocumentAddress | DeltaAddress): Promise<Made<PreparedDocument>> {
    const key = JSON.stringify(address);
    const document = this.#kept.get(key);
    if (document !== undefined) return Promise.resolve({ kind: "document", document });
    const pending = this.#pending.get(key);
    if (pending !== undefined) return pending;
    const most = address.kind === "delta" ? MAX_WAITING_FOR_DELTA : MAX_WAITING;
    if (this.#thread.waiting >= most) return Promise.resolve({ kind: "busy" });
    const made = this.#prepared(address);
    this.#pending.set(key, made);
    void this.#keep(key, made);
    return made;
  }

  async #prepared(address: DocumentAddress | DeltaAddress): Promise<Made<PreparedDocument>> {
    const startedMs = performance.now();
    try {
      const made = await this.#thread.make(address);
      this.#note(made.kind, startedMs);
      if (made.kind !== "document") return made;
      return { kind: "document", document: prepareDocument(made.document, this.#counts.of(made.document.path)) };
    } catch (error) {
      this.#note("failure", startedMs);
      throw error;
    }
  }

  /** Keeps a document, unless something changed while it was made. */
  async #keep(key: string, pending: Promise<Made<PreparedDocument>>): Promise<void> {
    const made = await pending.catch(() => undefined);
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

  close(): void {
    this.#thread.stop();
  }
}
