import type { CatalogReader } from "../catalog/catalog.ts";
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

  /**
   * Takes these documents over from the catalog, and takes off those that it has no longer. Throws where one cannot be
   * read, and leaves the shelf as it was.
   */
  refresh(reader: Pick<CatalogReader, "document" | "feedVersions">, paths: Iterable<string>): void {
    const read = Array.from(paths, (path) => {
      const document = reader.document(path);
      const prepared = document && prepareDocument(document, this.#counts.of(path), reader.feedVersions(path));
      return { path, prepared };
    });
    for (const { path, prepared } of read) {
      if (prepared === undefined) this.#documents.delete(path);
      else this.#documents.set(path, prepared);
    }
  }
}
