/** The most that an article file may have; a larger one is a problem, and is not read. */
export const MAX_FILE_BYTES = 5_000_000;

/** One file of the archive, read once it had settled. */
export interface ArticleFile {
  /** Its path, for messages; never part of an identity. */
  readonly path: string;
  readonly bytes: Uint8Array;
}
