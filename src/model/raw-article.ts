/** The claims of an article file. Nothing here has been judged yet; `url` alone is known to parse as http or https. */
export interface RawArticle {
  /** From the leading comment, in whole seconds; absent when the file has none. */
  readonly capturedAt?: Date;
  readonly title: string;
  readonly url: string;
  readonly bodyHtml: string;
}
