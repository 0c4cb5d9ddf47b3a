import { closeSync, existsSync, fstatSync, openSync, readSync } from "node:fs";

/** In the data directory. */
export const LEDGER_FILE = "ledger.jsonl";

const CHUNK_BYTES = 64 * 1024;
export const LINE_FEED = 0x0a;

/** The lines of a ledger that nobody needs to have open; none where there is no file. An unfinished last one is left out. */
export async function* linesOfLedger(path: string): AsyncGenerator<string, undefined> {
  if (!existsSync(path)) return undefined;
  const file = openSync(path, "r");
  try {
    for (const line of linesFrom(file, 0)) {
      if (line.at(-1) === LINE_FEED && line.length > 1) yield line.toString("utf8", 0, line.length - 1);
    }
  } finally {
    closeSync(file);
  }
  return undefined;
}

/** Lines with their line feeds; the last one may lack it. Memory is bounded by the longest line. */
export function* linesFrom(file: number, start: number): Generator<Buffer> {
  let pieces: Buffer[] = [];
  for (const chunk of chunksFrom(file, start, fstatSync(file).size)) {
    let from = 0;
    for (let end = chunk.indexOf(LINE_FEED); end !== -1; end = chunk.indexOf(LINE_FEED, from)) {
      yield Buffer.concat([...pieces, chunk.subarray(from, end + 1)]);
      pieces = [];
      from = end + 1;
    }
    if (from < chunk.length) pieces.push(Buffer.from(chunk.subarray(from)));
  }
  if (pieces.length > 0) yield Buffer.concat(pieces);
}

/** The bytes between two offsets, in chunks that are only valid until the next one is asked for. */
export function* chunksFrom(file: number, start: number, end: number): Generator<Buffer> {
  const buffer = Buffer.allocUnsafe(CHUNK_BYTES);
  let offset = start;
  while (offset < end) {
    const length = readSync(file, buffer, 0, Math.min(buffer.length, end - offset), offset);
    if (length === 0) return;
    yield buffer.subarray(0, length);
    offset += length;
  }
}
