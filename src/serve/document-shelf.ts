import type { CatalogReader } from "../catalog/catalog.ts";
import { prepareDocument, type PreparedDocument } from "../http/documents/prepared-document.ts";
import type { Tallies } from "../http/tallies.ts";

/** The documents that are served, prepared, in memory. What was shelved last stays until its successor is ready. */
export interface DocumentShelf {
  find(path: string): PreparedDocument | undefined;
  /**
   * Takes these documents over from the catalog, or takes them off where it has them no longer: all, or none where one
   * cannot be read, and throws then.
   */
  refresh(reader: Pick<CatalogReader, "document" | "feedVersions">, paths: Iterable<string>): void;
}

export function createDocumentShelf(tallies: Tallies): DocumentShelf {
  const documents = new Map<string, PreparedDocument>();
  return {
    find: (path) => documents.get(path),
    refresh(reader, paths) {
      const read = Array.from(paths, (path) => {
        return { path, document: reader.document(path), versions: reader.feedVersions(path) };
      });
      for (const { path, document, versions } of read) {
        if (document === undefined) documents.delete(path);
        else documents.set(path, prepareDocument(document, tallies.of(path), versions));
      }
    },
  };
}
