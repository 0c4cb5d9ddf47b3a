import { createHash, type Hash } from "node:crypto";
import { closeSync, fstatSync, fsyncSync, ftruncateSync, openSync, writeSync } from "node:fs";
import { dirname } from "node:path";
import { makePrivateFile } from "../../lib/fs/private-files.ts";
import { chunksFrom, LINE_FEED, linesFrom } from "./ledger-lines.ts";
import { formatLedgerLine, parseLedgerLine, type LedgerLine, type LedgerRecord } from "./ledger-record.ts";

/** How far a ledger was read, and a hash of that part, to tell whether it is still the same. */
export interface LedgerPosition {
  readonly bytes: number;
  readonly lines: number;
  /** In hex. */
  readonly sha256: string;
}

/** The append-only file of what the archive cannot tell. One process has it open to write. */
export class Ledger {
  readonly #file: number;
  #hash = createHash("sha256");
  #bytes = 0;
  #lines = 0;

  private constructor(file: number) {
    this.#file = file;
  }

  /** Opens a ledger, creating it where there is none. Its directory must exist. */
  static open(path: string): Ledger {
    makePrivateFile(path);
    const file = openSync(path, "a+");
    syncDirectory(dirname(path));
    return new Ledger(file);
  }

  /** Goes to where an earlier reading stopped. False, and at the start, where none did or that part has changed. */
  resume(position: LedgerPosition | undefined): boolean {
    this.#rewind();
    if (position !== undefined && hashesTo(this.#file, position, this.#hash)) {
      this.#bytes = position.bytes;
      this.#lines = position.lines;
      return true;
    }
    this.#rewind();
    return false;
  }

  /**
   * Reads from the position to the end, line by line. An unfinished last line, which a crash or a full disk left
   * behind, was never acknowledged: it is yielded as `torn` and cut off, so that the next append starts on a new line.
   */
  *unread(): Generator<LedgerLine | { readonly kind: "torn"; readonly text: string }> {
    for (const line of linesFrom(this.#file, this.#bytes)) {
      const isComplete = line.at(-1) === LINE_FEED;
      const text = line.toString("utf8", 0, isComplete ? line.length - 1 : line.length);
      const parsed = parseLedgerLine(text);
      if (isComplete) {
        this.#advance(line);
      } else if (parsed.kind === "unreadable") {
        ftruncateSync(this.#file, this.#bytes);
        yield { kind: "torn", text };
        return;
      } else {
        writeWhole(this.#file, Buffer.from("\n"));
        this.#advance(Buffer.concat([line, Buffer.from("\n")]));
      }
      if (text.trim() !== "") yield parsed;
    }
  }

  /**
   * Adds records in one write, once all is read, and waits until they are on disk. Where that fails it throws; resume
   * and read again before the next append, to find out how much was written.
   */
  append(records: readonly LedgerRecord[]): void {
    const addition = Buffer.from(records.map(formatLedgerLine).join(""));
    writeWhole(this.#file, addition);
    fsyncSync(this.#file);
    this.#advance(addition, records.length);
  }

  /** Adds lines of another ledger, all but those that it has. Resume and read before the next append. */
  add(lines: readonly string[]): void {
    this.resume(undefined);
    const known = new Set(linesFrom(this.#file, 0).map((line) => line.toString("utf8").trimEnd()));
    // An unfinished last line is cut off by reading to the end.
    Array.from(this.unread());
    const news = lines.filter((line) => line.trim() !== "" && !known.has(line.trimEnd()));
    writeWhole(this.#file, Buffer.from(news.map((line) => `${line.trimEnd()}\n`).join("")));
    fsyncSync(this.#file);
  }

  position(): LedgerPosition {
    return { bytes: this.#bytes, lines: this.#lines, sha256: this.#hash.copy().digest("hex") };
  }

  close(): void {
    closeSync(this.#file);
  }

  #rewind(): void {
    this.#hash = createHash("sha256");
    this.#bytes = 0;
    this.#lines = 0;
  }

  #advance(read: Uint8Array, lines = 1): void {
    this.#hash.update(read);
    this.#bytes += read.length;
    this.#lines += lines;
  }
}

/** Whether the file begins with the part that was read; `hash` has then taken it in. */
function hashesTo(file: number, position: LedgerPosition, hash: Hash): boolean {
  if (fstatSync(file).size < position.bytes) return false;
  for (const chunk of chunksFrom(file, 0, position.bytes)) hash.update(chunk);
  return hash.copy().digest("hex") === position.sha256;
}

function writeWhole(file: number, content: Uint8Array): void {
  let written = 0;
  while (written < content.length) written += writeSync(file, content, written);
}

/** A new file is only there after a crash if its directory was written too. */
function syncDirectory(path: string): void {
  const directory = openSync(path, "r");
  fsyncSync(directory);
  closeSync(directory);
}
