import { QueryTooBroadError, type CatalogReader } from "../catalog/catalog.ts";
import { openCatalog, type CatalogLocation } from "../catalog/open-catalog.ts";
import { documentTag } from "../lib/hash.ts";
import { feedDocumentPath, parseAddress, selectingQuery, underFeedName, type FeedAddress } from "../model/addresses.ts";
import type { Edition } from "../model/edition.ts";
import { searchFeedName } from "../model/feed.ts";
import { localeOf } from "../model/locale.ts";
import { makeDocument } from "../publish/make-document.ts";
import { entryRenderer, type EntryRenderer } from "../publish/make-feed.ts";
import type { FoundTopic } from "../push/topics.ts";

const ENTRY_CACHE_BYTES = 4 * 1024 * 1024;
/** The time of a search. */
const QUERY_BUDGET_MS = 3000;

interface Present {
  readonly edition: Edition;
  readonly renderEntry: EntryRenderer;
}

/** The feeds of the catalog as topics of a hub: those that are kept ready, and those that are made when asked for. */
export class CatalogTopics {
  readonly #location: CatalogLocation;
  readonly #publicUrl: string;
  #reader: Promise<CatalogReader> | undefined;
  #present: Promise<Present | undefined> | undefined;

  constructor(location: CatalogLocation, publicUrl: string) {
    this.#location = location;
    this.#publicUrl = publicUrl;
  }

  /** Reads the edition again. `isReopened`: the catalog may be another one. */
  renew(isReopened: boolean): void {
    this.#present = undefined;
    if (isReopened) this.close();
  }

  /** What is looked for just then comes to nothing. */
  close(): void {
    // One that could not be opened has nothing to be closed.
    this.#reader?.then((reader) => reader.close()).catch(() => undefined);
    this.#reader = undefined;
  }

  /** What an address is the topic of. A catalog that cannot be read is looked at another time. */
  async find(topic: string): Promise<FoundTopic> {
    try {
      return await this.#find(topic, await (this.#reader ??= openCatalog(this.#location).read()));
    } catch {
      this.renew(true);
      return { kind: "not-now" };
    }
  }

  async #find(topic: string, reader: CatalogReader): Promise<FoundTopic> {
    const present = await (this.#present ??= readPresent(reader));
    const { publicUrl } = present?.edition.site ?? {};
    if (present === undefined || publicUrl !== this.#publicUrl) return { kind: "not-now" };
    const target = topic.startsWith(`${publicUrl}/`) ? topic.slice(publicUrl.length) : "";
    const queryAt = target.indexOf("?");
    const [path, query] = queryAt === -1 ? [target, ""] : [target.slice(0, queryAt), target.slice(queryAt)];
    const address = parseAddress(path, query, localeOf(present.edition.site.language));
    // A part of a history is a document that is not to change.
    if (address?.kind !== "feed" || address.variant.part !== undefined) return { kind: "none" };
    const { name } = address.variant;
    const { definitions, renamed, gone } = present.edition;
    if (name !== searchFeedName && !definitions.some((definition) => definition.name === name)) {
      const newName = renamed.get(name);
      if (newName === undefined) return { kind: gone.has(name) ? "gone" : "none" };
      return this.#elsewhere(underFeedName(path, newName) + selectingQuery(query));
    }
    const found = await this.#documentAt(address, reader, present);
    if (found.kind !== "topic" || topic === publicUrl + found.path) return found;
    return this.#elsewhere(found.path);
  }

  #elsewhere(path: string): FoundTopic {
    return { kind: "elsewhere", topic: this.#publicUrl + path };
  }

  async #documentAt(
    address: FeedAddress,
    reader: CatalogReader,
    present: Present,
  ): Promise<Exclude<FoundTopic, { kind: "topic" }> | ReturnType<typeof topicOf>> {
    const { variant, format, asked } = address;
    const isVaried = variant.script !== undefined || variant.onDay !== undefined || asked !== undefined;
    const path = feedDocumentPath({ name: variant.name }, format);
    const ready = isVaried ? undefined : await reader.documents.find(path);
    if (ready !== undefined) return topicOf(ready, ready.etag, true);
    const giveUp = new AbortController();
    const budget = setTimeout(() => giveUp.abort(new QueryTooBroadError()), QUERY_BUDGET_MS);
    const made = await makeDocument({ catalog: reader, signal: giveUp.signal, ...present }, address);
    clearTimeout(budget);
    if (made.kind === "document") return topicOf(made.document, documentTag(made.document.body), false);
    if (made.kind === "ready") return { kind: "elsewhere", topic: this.#publicUrl + made.path };
    if (made.kind === "gone") return made;
    return { kind: made.kind === "mistake" || made.kind === "none" ? "none" : "not-now" };
  }
}

function topicOf(
  { path, contentType, body }: { readonly path: string; readonly contentType: string; readonly body: Uint8Array },
  tag: string,
  isReady: boolean,
) {
  return { kind: "topic", path, document: { tag, contentType, body: new Uint8Array(body), isReady } } as const;
}

async function readPresent(reader: CatalogReader): Promise<Present | undefined> {
  const kept = await reader.documents.edition();
  return kept && { edition: kept.edition, renderEntry: entryRenderer(kept.edition.site, ENTRY_CACHE_BYTES) };
}
