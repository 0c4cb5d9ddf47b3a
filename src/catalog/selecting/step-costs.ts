/** What a step takes on a slow machine, in microseconds. */
export const ROW_US = 5;
export const TEXT_US = 500;
/** A piece of a long text. */
export const PIECE_US = 10_000;
export const SEGMENT_US = 2000;
