import { parentPort, workerData } from "node:worker_threads";
import { openCatalog } from "../../catalog/open-catalog.ts";
import { compress } from "../../lib/compress.ts";
import { documentTag } from "../../lib/hash.ts";
import type { FinishedDocument } from "../../model/document.ts";
import type { Edition } from "../../model/edition.ts";
import type { Made } from "../../model/made.ts";
import { makeDelta } from "../../publish/delta.ts";
import { makeDocument } from "../../publish/make-document.ts";
import { entryRenderer, type EntryRenderer } from "../../publish/make-feed.ts";
import type { FromMakerThread, MakerThreadData, ToMakerThread } from "./maker-messages.ts";
import { yieldToServing } from "../../lib/thread.ts";

yieldToServing();

/** The thread that makes documents when they are asked for, from a catalog that it only reads. */
const { dataDirectory }: MakerThreadData = workerData;
/** What a search may take. */
const QUERY_BUDGET_MS = 3000;
const ENTRY_CACHE_BYTES = 4 * 1024 * 1024;

const catalog = openCatalog({ data: dataDirectory }).read();
let current: { readonly edition: Edition; readonly renderEntry: EntryRenderer } | undefined;
const send = (message: FromMakerThread): void => parentPort?.postMessage(message);

parentPort?.on("message", (message: ToMakerThread) => {
  if (message.kind === "edition") {
    const { edition } = message;
    current = { edition, renderEntry: entryRenderer(edition.site, ENTRY_CACHE_BYTES) };
    return;
  }
  const { number } = message;
  try {
    send({ number, made: make(message) });
  } catch (error) {
    send({ number, failure: error instanceof Error ? error.message : String(error) });
  }
});

function make({ address }: Extract<ToMakerThread, { kind: "make" }>): Made<FinishedDocument> {
  if (address.kind === "delta") return compressed(makeDelta(catalog, address));
  if (current === undefined) return { kind: "none" };
  const endMs = performance.now() + QUERY_BUDGET_MS;
  const isOver = (): boolean => performance.now() > endMs;
  const made = makeDocument({ catalog, isOver, ...current }, address);
  if (made.kind !== "document") return made;
  const { document } = made;
  const etag = documentTag(document.body);
  const lastModified = current.edition.changedAt;
  return compressed({ kind: "document", document: { ...document, etag, lastModified } });
}

function compressed(made: Made<Omit<FinishedDocument, "codings">>): Made<FinishedDocument> {
  if (made.kind !== "document") return made;
  const { document } = made;
  return { kind: "document", document: { ...document, codings: compress(document.body) } };
}
