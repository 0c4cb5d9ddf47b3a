import { parentPort, workerData } from "node:worker_threads";
import { openCatalog } from "../../catalog/open-catalog.ts";
import { compress } from "../../lib/compress.ts";
import { documentTag } from "../../lib/hash.ts";
import { yieldToServing } from "../../lib/thread.ts";
import type { DocumentAddress } from "../../model/addresses.ts";
import type { FinishedDocument, Made } from "../../model/document.ts";
import type { Edition } from "../../model/edition.ts";
import type { DeltaAddress } from "../../model/feed-version.ts";
import { makeDelta } from "../../publish/delta.ts";
import { makeDocument } from "../../publish/make-document.ts";
import { entryRenderer, type EntryRenderer } from "../../publish/make-feed.ts";
import type { FromMaker, MakerThreadData, ToMaker } from "../messages.ts";

yieldToServing();

/** The time of a search. */
const QUERY_BUDGET_MS = 3000;
const ENTRY_CACHE_BYTES = 4 * 1024 * 1024;

/** The thread that makes documents on demand, from a catalog that it only reads. */
const { data }: MakerThreadData = workerData;
const catalog = openCatalog({ data }).read();

interface Present {
  readonly edition: Edition;
  readonly changedAt: Date;
  readonly renderEntry: EntryRenderer;
}

let present: Present | undefined;

const send = (message: FromMaker): void => parentPort?.postMessage(message);

parentPort?.on("message", (message: ToMaker) => {
  if (message.kind === "renew") {
    present = undefined;
    return;
  }
  const { number, address } = message;
  try {
    send({ number, made: make(address) });
  } catch (error) {
    send({ number, failure: error instanceof Error ? error.message : String(error) });
  }
});

function make(address: DocumentAddress | DeltaAddress): Made<FinishedDocument> {
  if (address.kind === "delta") return compressed(makeDelta(catalog, address));
  present ??= readPresent();
  if (present === undefined) return { kind: "not-yet" };
  const endMs = performance.now() + QUERY_BUDGET_MS;
  const isOver = (): boolean => performance.now() > endMs;
  const made = makeDocument({ catalog, isOver, ...present }, address);
  if (made.kind !== "document") return made;
  const { document } = made;
  const etag = documentTag(document.body);
  return compressed({ kind: "document", document: { ...document, etag, lastModified: present.changedAt } });
}

function readPresent(): Present | undefined {
  const [edition, changedAt] = [catalog.edition(), catalog.editionChangedAt()];
  if (edition === undefined || changedAt === undefined) return undefined;
  return { edition, changedAt, renderEntry: entryRenderer(edition.site, ENTRY_CACHE_BYTES) };
}

function compressed(made: Made<Omit<FinishedDocument, "codings">>): Made<FinishedDocument> {
  if (made.kind !== "document") return made;
  const { document } = made;
  return { kind: "document", document: { ...document, codings: compress(document.body) } };
}
