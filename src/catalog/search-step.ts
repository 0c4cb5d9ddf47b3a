/**
 * The schema's step for search. `search` holds no text, only which tokens are where, in the columns that `IndexTexts`
 * names and in `facet` (see `facets.ts`). Its rowid is the article's `place`: absent while an article is not indexed.
 * `indexed_hash` is the content hash of the capture whose texts are in the index.
 *
 * A single Chinese character is searched for as the beginning of a token. Without an index of those, FTS5 would merge the
 * lists of all tokens that begin so, which takes a second for a common one.
 *
 * A transaction writes a segment. They are merged sixteen at a time, which costs a quarter less than four at a time,
 * and bit by bit: all at once, as FTS5 does beyond `crisismerge`, would hold up a large catalog for minutes.
 */
export const searchStep = `
  ALTER TABLE article ADD COLUMN place INTEGER;
  ALTER TABLE article ADD COLUMN indexed_hash TEXT;
  CREATE UNIQUE INDEX article_by_place ON article (place);
  CREATE VIRTUAL TABLE search USING fts5(
    title, body, author, section, facet, content = '', contentless_delete = 1, tokenize = 'ascii', prefix = '1'
  );
  CREATE TRIGGER article_left_index AFTER DELETE ON article WHEN old.place IS NOT NULL BEGIN
    DELETE FROM search WHERE rowid = old.place;
  END;
  CREATE TRIGGER article_moved_in_index AFTER UPDATE OF place ON article
    WHEN old.place IS NOT NULL AND new.place IS NOT NULL BEGIN
    DELETE FROM search WHERE rowid = old.place;
  END;
  INSERT INTO search (search, rank) VALUES ('automerge', 16);
  INSERT INTO search (search, rank) VALUES ('crisismerge', 64);
  INSERT INTO search (search, rank) VALUES ('hashsize', 16777216);
  `;
