/** One file of the archive, read once it had settled. */
export interface ArticleFile {
  /** Where it lies, for messages; never part of an identity. */
  readonly path: string;
  readonly bytes: Uint8Array;
}
