import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { generateArchive } from "./generate-archive.ts";

export interface Archive {
  readonly directory: string;
  readonly files: number;
  readonly bytes: number;
}

export const ARCHIVE_SEED = 1;
/** Counts up whenever the generator writes other bytes than before. */
const GENERATION = 4;

/** The archive of this many files below a directory; generated where it is not there yet. */
export function archiveOf(directory: string, files: number, tell: (line: string) => void): Archive {
  const archive = join(directory, `archive-${GENERATION}-${files}`);
  const size = `${archive}.bytes`;
  if (existsSync(size)) return { directory: archive, files, bytes: Number(readFileSync(size, "utf8")) };
  tell(`generating an archive of ${files} files`);
  rmSync(archive, { recursive: true, force: true });
  const bytes = generateArchive(archive, files, ARCHIVE_SEED);
  writeFileSync(size, String(bytes));
  return { directory: archive, files, bytes };
}
