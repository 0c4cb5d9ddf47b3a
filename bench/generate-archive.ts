import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { articleFile } from "./article-files.ts";

/** Writes an archive of this many article files into one flat directory; returns its size in bytes. */
export function generateArchive(directory: string, count: number, seed: number): number {
  mkdirSync(directory, { recursive: true });
  let bytes = 0;
  for (let index = 0; index < count; index++) {
    const { name, content } = articleFile(seed, index);
    writeFileSync(join(directory, name), content);
    bytes += Buffer.byteLength(content);
  }
  return bytes;
}
