import { join } from "node:path";
import type { FinishedDocument } from "../model/document.ts";

/** A document as far as files can hold it; headers and validators are up to the server of the files. */
export interface SiteFile extends Pick<FinishedDocument, "path" | "body"> {
  /** The compressed bodies that lie beside it. */
  readonly codings: Partial<FinishedDocument["codings"]>;
}

/** The files of a document below a directory, with their bytes. The one without a coding is the last. */
export function filesOf({ path, body, codings }: SiteFile, root: string): readonly (readonly [string, Uint8Array])[] {
  const file = sitePath(root, path);
  const { gzip, br, zstd } = codings;
  return [
    ...(gzip === undefined ? [] : [[`${file}.gz`, gzip] as const]),
    ...(br === undefined ? [] : [[`${file}.br`, br] as const]),
    ...(zstd === undefined ? [] : [[`${file}.zst`, zstd] as const]),
    [file, body],
  ];
}

const safeSegment = /^(?!\.{1,2}$)[\w.~@+-]+$/;

/**
 * The file of a document in a directory of static files: its path, with `index.html` for those that end in a slash.
 * Throws where a path is none of ours, so that nothing is ever written outside the directory.
 */
export function sitePath(outDir: string, path: string): string {
  const segments = (path.endsWith("/") ? `${path}index.html` : path).split("/").slice(1);
  if (!path.startsWith("/") || !segments.every((segment) => safeSegment.test(segment))) {
    throw new Error(`Not the path of a document: ${JSON.stringify(path)}`);
  }
  return join(outDir, ...segments);
}
