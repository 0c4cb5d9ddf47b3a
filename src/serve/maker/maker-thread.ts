import { parentPort, workerData } from "node:worker_threads";
import { QueryTooBroadError, type KeptEdition } from "../../catalog/catalog.ts";
import { openCatalog, type CatalogLocation } from "../../catalog/open-catalog.ts";
import { compress } from "../../lib/compress.ts";
import { documentTag } from "../../lib/hash.ts";
import { yieldToServing } from "../../lib/thread.ts";
import type { DocumentAddress } from "../../model/addresses.ts";
import type { FinishedDocument, Made } from "../../model/document.ts";
import type { DeltaAddress } from "../../model/feed-version.ts";
import { makeDelta } from "../../publish/delta.ts";
import { makeDocument } from "../../publish/make-document.ts";
import { entryRenderer, type EntryRenderer } from "../../publish/make-feed.ts";
import type { FromMaker, ToMaker } from "../messages.ts";

yieldToServing();

/** The time of a search. */
const QUERY_BUDGET_MS = 3000;
const ENTRY_CACHE_BYTES = 4 * 1024 * 1024;

/** The thread that makes documents on demand, one after another, from a catalog that it only reads. */
const location: CatalogLocation = workerData;
const catalog = openCatalog(location).read();

interface Present extends KeptEdition {
  readonly renderEntry: EntryRenderer;
}

interface Request {
  readonly number: number;
  readonly address: DocumentAddress | DeltaAddress;
  readonly giveUp: AbortController;
}

let present: Present | undefined;
let isBusy = false;
const requests = new Map<number, Request>();

parentPort?.on("message", (message: ToMaker) => {
  switch (message.kind) {
    case "renew":
      present = undefined;
      return;
    case "give-up":
      requests.get(message.number)?.giveUp.abort(new QueryTooBroadError());
      return;
    case "make":
      requests.set(message.number, { ...message, giveUp: new AbortController() });
      void answerAll();
  }
});

async function answerAll(): Promise<void> {
  if (isBusy) return;
  isBusy = true;
  for (const request of requests.values()) {
    parentPort?.postMessage(await answer(request));
    requests.delete(request.number);
  }
  isBusy = false;
}

async function answer({ number, address, giveUp }: Request): Promise<FromMaker> {
  if (giveUp.signal.aborted) return { number, made: { kind: "too-broad" } };
  const budget = setTimeout(() => giveUp.abort(new QueryTooBroadError()), QUERY_BUDGET_MS);
  try {
    return { number, made: await make(address, giveUp.signal) };
  } catch (error) {
    return { number, failure: error instanceof Error ? error.message : String(error) };
  } finally {
    clearTimeout(budget);
  }
}

async function make(address: DocumentAddress | DeltaAddress, signal: AbortSignal): Promise<Made<FinishedDocument>> {
  if (address.kind === "delta") return compressed(await makeDelta(await catalog, address));
  present ??= await readPresent();
  if (present === undefined) return { kind: "not-yet" };
  const { changedAt } = present;
  const made = await makeDocument({ catalog: await catalog, signal, ...present }, address);
  if (made.kind !== "document") return made;
  const { document } = made;
  const etag = documentTag(document.body);
  return compressed({ kind: "document", document: { ...document, etag, lastModified: changedAt } });
}

async function readPresent(): Promise<Present | undefined> {
  const kept = await (await catalog).documents.edition();
  return kept && { ...kept, renderEntry: entryRenderer(kept.edition.site, ENTRY_CACHE_BYTES) };
}

function compressed(made: Made<Omit<FinishedDocument, "codings">>): Made<FinishedDocument> {
  if (made.kind !== "document") return made;
  const { document } = made;
  return { kind: "document", document: { ...document, codings: compress(document.body) } };
}
