import { parentPort, workerData } from "node:worker_threads";
import { CatalogAwayError, QueryTooBroadError, type CatalogReader, type KeptEdition } from "../../catalog/catalog.ts";
import { openCatalog, type CatalogLocation } from "../../catalog/open-catalog.ts";
import { compress } from "../../lib/compress.ts";
import { documentTag } from "../../lib/hash.ts";
import { yieldToServing } from "../../lib/thread.ts";
import { messageOf } from "../../lib/message-of.ts";
import type { DocumentAddress } from "../../model/addresses.ts";
import type { FinishedDocument, Made } from "../../model/document.ts";
import type { DeltaAddress } from "../../model/feed-version.ts";
import { makeDelta } from "../../publish/delta.ts";
import { makeDocument } from "../../publish/make-document.ts";
import { entryRenderer, type EntryRenderer } from "../../publish/make-feed.ts";
import type { FromMaker, ToMaker } from "../messages.ts";

yieldToServing();

/** The processor time of a search, whatever else the machine does. */
const QUERY_BUDGET_MS = 3000;
/** Between two looks at how much it took. */
const LOOK_MS = 50;
const ENTRY_CACHE_BYTES = 4 * 1024 * 1024;

/** The thread that makes documents on demand from a catalog that it only reads: as many at a time as it is asked for. */
const location: CatalogLocation = workerData;

interface Present extends KeptEdition {
  readonly renderEntry: EntryRenderer;
}

let opening: Promise<CatalogReader> | undefined;
/** Read once after each renewal; one that was being read when another came is not kept. */
let present: Promise<Present | undefined> | undefined;
/** Those under way, by number. */
const requests = new Map<number, AbortController>();

parentPort?.on("message", (message: ToMaker) => {
  switch (message.kind) {
    case "renew":
      present = undefined;
      return;
    case "give-up":
      requests.get(message.number)?.abort(new QueryTooBroadError());
      return;
    case "make":
      void answer(message.number, message.address);
  }
});

/** The catalog, opened when it is first asked for, and again where that failed. */
function catalog(): Promise<CatalogReader> {
  opening ??= openCatalog(location)
    .read()
    .catch((error: unknown) => {
      opening = undefined;
      throw error;
    });
  return opening;
}

async function answer(number: number, address: DocumentAddress | DeltaAddress): Promise<void> {
  const giveUp = new AbortController();
  requests.set(number, giveUp);
  const startedMs = processorMs();
  const budget = setInterval(() => {
    if (processorMs() - startedMs > QUERY_BUDGET_MS) giveUp.abort(new QueryTooBroadError());
  }, LOOK_MS);
  const answered = await attempt(number, address, giveUp.signal);
  clearInterval(budget);
  requests.delete(number);
  parentPort?.postMessage(answered);
}

/** The processor time of this thread, in milliseconds. */
function processorMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}

async function attempt(
  number: number,
  address: DocumentAddress | DeltaAddress,
  signal: AbortSignal,
): Promise<FromMaker> {
  try {
    return { number, made: await make(address, signal) };
  } catch (error) {
    // It can be made once the database answers again.
    if (error instanceof CatalogAwayError) return { number, made: { kind: "not-yet" } };
    return { number, failure: messageOf(error) };
  }
}

async function make(address: DocumentAddress | DeltaAddress, signal: AbortSignal): Promise<Made<FinishedDocument>> {
  if (address.kind === "delta") return compressed(await makeDelta(await catalog(), address));
  const read = (present ??= readPresent());
  const edition = await read.catch((error: unknown) => {
    forget(read);
    throw error;
  });
  if (edition === undefined) {
    forget(read);
    return { kind: "not-yet" };
  }
  const { changedAt } = edition;
  const made = await makeDocument({ catalog: await catalog(), signal, ...edition }, address);
  if (made.kind !== "document") return made;
  const { document } = made;
  const etag = documentTag(document.body);
  return compressed({ kind: "document", document: { ...document, etag, lastModified: changedAt } });
}

function forget(read: typeof present): void {
  if (present === read) present = undefined;
}

async function readPresent(): Promise<Present | undefined> {
  const kept = await (await catalog()).documents.edition();
  return kept && { ...kept, renderEntry: entryRenderer(kept.edition.site, ENTRY_CACHE_BYTES) };
}

function compressed(made: Made<Omit<FinishedDocument, "codings">>): Made<FinishedDocument> {
  if (made.kind !== "document") return made;
  const { document } = made;
  return { kind: "document", document: { ...document, codings: compress(document.body) } };
}
