import type { CatalogReader } from "../catalog.ts";
import { SqliteArticles } from "./articles.ts";
import { ContentReader } from "./content.ts";
import { openDatabaseToRead } from "./database.ts";
import { SqliteDocumentReader } from "./documents.ts";
import { SqliteFileReader } from "./file-reader.ts";
import { SqliteStateReader } from "./state.ts";

/** See `CatalogAccess.read`. */
export async function openSqliteToRead(dataDir: string): Promise<CatalogReader> {
  const db = openDatabaseToRead(dataDir);
  try {
    const contents = new ContentReader(db);
    return {
      articles: new SqliteArticles(db, contents),
      files: new SqliteFileReader(db, contents),
      documents: new SqliteDocumentReader(db),
      state: new SqliteStateReader(db, contents),
      close: async () => db.close(),
    };
  } catch (error) {
    db.close();
    throw error;
  }
}
