import { CatalogAwayError } from "../../catalog/catalog.ts";
import type { Node, Sharing } from "../../catalog/sharing.ts";
import { messageOf } from "../../lib/message-of.ts";
import type { Logger } from "../../observe/logger.ts";
import type { Outlets } from "../../outlets/outlets.ts";
import { packOutcomes, unpackBatch } from "./leased-batch.ts";
import { ReaderProcesses } from "./reader-processes.ts";

export interface LeasedReadingDeps {
  readonly sharing: Pick<Sharing, "readLeased">;
  /** The directories of the archive, as this machine has them. */
  readonly roots: readonly string[];
  /** At most so many read. */
  readonly processes: number;
  readonly logger: Logger;
  /** Called with the number of files that were read and handed back. */
  readonly onRead: (files: number) => void;
}

/** One that leads takes in no more than a few processes read. */
const MOST_PROCESSES = 4;
/** Without another batch, the processes end after this: each takes some 100 MB. */
const IDLE_MS = 10_000;
/** After a failure nothing is leased for so long. */
const REST_MS = 60_000;

/** Reads batches that another machine of the catalog offers, in processes that live while there are some. */
export class LeasedReading {
  readonly #deps: LeasedReadingDeps;
  #readers: ReaderProcesses | undefined;
  /** What the processes read with. */
  #outlets: Outlets | undefined;
  #underWay: Promise<void> | undefined;
  #idling: NodeJS.Timeout | undefined;
  #restsUntilMs = 0;
  #isStopped = false;

  constructor(deps: LeasedReadingDeps) {
    this.#deps = deps;
  }

  /** Begins to read what is offered to this node, unless it is at it. `outlets` are those of the node's settings. */
  begin(node: Node, outlets: Outlets): void {
    if (this.#isStopped || this.#underWay !== undefined || performance.now() < this.#restsUntilMs) return;
    clearTimeout(this.#idling);
    this.#underWay = this.#readAll(node, outlets).finally(() => {
      this.#underWay = undefined;
      this.#idling = setTimeout(() => void this.#endProcesses(), IDLE_MS).unref();
    });
  }

  /** Batches that are being read are open to others again. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    await this.#endProcesses();
    await this.#underWay;
    clearTimeout(this.#idling);
  }

  async #readAll(node: Node, outlets: Outlets): Promise<void> {
    if (this.#outlets !== outlets) await this.#endProcesses();
    this.#outlets = outlets;
    const readers = (this.#readers ??= new ReaderProcesses(outlets));
    const ways = Array.from({ length: Math.min(this.#deps.processes, MOST_PROCESSES) }, () =>
      this.#readOn(node, readers),
    );
    for (const way of await Promise.allSettled(ways)) if (way.status === "rejected") this.#rest(way.reason);
  }

  /** Reads one batch after the other while there is one. */
  async #readOn(node: Node, readers: ReaderProcesses): Promise<void> {
    const { sharing, onRead } = this.#deps;
    let files = 0;
    const read = async (batch: Uint8Array): Promise<Uint8Array> => {
      const handedBack = await this.#read(batch, readers);
      ({ files } = handedBack);
      return handedBack.outcome;
    };
    while (!this.#isStopped && (await sharing.readLeased(node, read))) onRead(files);
  }

  async #read(
    bytes: Uint8Array,
    readers: ReaderProcesses,
  ): Promise<{ readonly outcome: Uint8Array; readonly files: number }> {
    const { looks, now } = unpackBatch(bytes, this.#deps.roots);
    const here = looks.filter((look) => look !== undefined);
    if (here.length === 0)
      throw new Error("no file of a batch is here; is the archive mounted, and a copy up to date?");
    const results = (await readers.read(here, now)).values();
    const outcomes = looks.map((look) => (look === undefined ? undefined : results.next().value));
    return { outcome: packOutcomes(outcomes), files: here.length };
  }

  /** Leaves the reading to others for a while. A database that is away is told of by who looks. */
  #rest(reason: unknown): void {
    if (this.#isStopped || reason instanceof CatalogAwayError) return;
    this.#deps.logger.warn(`reading for the feedmill that leads failed, which reads itself: ${messageOf(reason)}`);
    this.#restsUntilMs = performance.now() + REST_MS;
    void this.#endProcesses();
  }

  async #endProcesses(): Promise<void> {
    const ending = this.#readers;
    this.#readers = undefined;
    await ending?.stop();
  }
}
