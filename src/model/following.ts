/** Another feedmill takes the archive in and publishes, and this one serves that. */
export interface Following {
  /** Its name; absent where none has led yet. */
  readonly leader?: string;
  /** What this one has otherwise than the leader: it does not lead then. */
  readonly differsIn?: "version" | "settings";
}
