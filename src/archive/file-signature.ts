import type { BigIntStats } from "node:fs";

/** An article file as one look at the archive found it. */
export interface SeenFile {
  /** Equal signatures: nobody touched the file in between. */
  readonly signature: string;
  /** When it was last written, in milliseconds since the epoch. */
  readonly mtimeMs: number;
  /** In bytes. */
  readonly size: number;
}

/** Size, time of the last write in nanoseconds, and inode: what changes whenever a file is written or replaced. */
export function fileSignature({ size, mtimeNs, ino }: BigIntStats): string {
  return `${size}-${mtimeNs}-${ino}`;
}

export function seenFile(stat: BigIntStats): SeenFile {
  return { signature: fileSignature(stat), mtimeMs: Number(stat.mtimeMs), size: Number(stat.size) };
}
