/** A selection that took longer than its budget: there is no list, not even a partial one. */
export class QueryTooBroadError extends Error {
  constructor() {
    super("the query is too broad: it took longer than it may");
  }
}

/** The search index is being made, so that a search would miss articles. */
export class SearchNotReadyError extends Error {
  constructor() {
    super("the search index is still being made");
  }
}
