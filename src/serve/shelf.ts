import type { DocumentReader } from "../catalog/catalog.ts";
import { prepareDocument, type PreparedDocument } from "../http/documents/prepared-document.ts";
import type { AllAnswerCounts } from "../http/answer-counts.ts";

/** The documents that are kept ready, prepared for sending, in memory. */
export class Shelf {
  readonly #counts: AllAnswerCounts;
  readonly #documents = new Map<string, PreparedDocument>();

  constructor(counts: AllAnswerCounts) {
    this.#counts = counts;
  }

  find(path: string): PreparedDocument | undefined {
    return this.#documents.get(path);
  }

  paths(): Iterable<string> {
    return this.#documents.keys();
  }

  /**
   * Takes these documents over from the catalog, and takes off those that it has no longer. Rejects where one cannot be
   * read, and leaves the shelf as it was.
   */
  async refresh(documents: Pick<DocumentReader, "find">, paths: Iterable<string>): Promise<void> {
    const read = await Array.fromAsync(paths, async (path) => {
      const document = await documents.find(path);
      return { path, prepared: document && prepareDocument(document, this.#counts.of(path), document.versions) };
    });
    for (const { path, prepared } of read) {
      if (prepared === undefined) this.#documents.delete(path);
      else this.#documents.set(path, prepared);
    }
  }
}
