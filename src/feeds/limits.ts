/** Of what one document shows of its articles, in UTF-8. */
export const MAX_FEED_BYTES = 512_000;
/** Larger than this, readers may refuse an entry, and it is shown by its excerpt. */
export const MAX_ENTRY_BYTES = 200_000;
