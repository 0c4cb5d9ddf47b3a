/** A value as somebody said it: in a flag, a variable or the file. Not judged yet. */
export interface Said {
  readonly value: unknown;
  /** For `config`, e.g. `environment FEEDMILL_DATA`. */
  readonly origin: string;
  /** For mistakes, e.g. `config/feedmill.yaml:12: data`. */
  readonly where: string;
  /** Directory that relative paths in it start from. */
  readonly base: string;
}
